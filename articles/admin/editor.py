"""The editor of the body, under a content security policy without inline styles."""

from django.forms import Script
from django_prose_editor.widgets import AdminProseEditorWidget, prose_editor_admin_media, prose_editor_js
from js_asset import Media


class BodyWidget(AdminProseEditorWidget):
    """The prose editor started by our own module, which injects no style and names the field for screen readers.

    Without scripts it is a plain text area with the HTML of the body.
    """

    @property
    def media(self):
        return prose_editor_admin_media + Media(js=[prose_editor_js, Script("admin-editor.js", type="module")])
