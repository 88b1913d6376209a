"""What tests of feeds start from."""

from tests.formats.conftest import schemas
from tests.formats.test_same_facts import seeds
from tests.public.conftest import approver, ask, make_rich, writer

__all__ = ["approver", "ask", "make_rich", "schemas", "seeds", "writer"]
