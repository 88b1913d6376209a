"""The editor of the body, under a content security policy without inline styles."""

import json

from django.forms import Script
from django.utils.translation import gettext as _
from django_prose_editor.widgets import AdminProseEditorWidget, prose_editor_admin_media, prose_editor_js
from js_asset import Media


class BodyWidget(AdminProseEditorWidget):
    """The prose editor started by our own module, which injects no style and names the field for screen readers.

    Without scripts it is a plain text area with the HTML of the body.
    """

    @property
    def media(self):
        return prose_editor_admin_media + Media(js=[prose_editor_js, Script("admin-editor.js", type="module")])

    def get_context(self, name, value, attrs):
        """The context, with the words of the editor's buttons and of its chooser in the reader's language."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-words"] = json.dumps(_words(), ensure_ascii=False)
        return context


def _words():
    return {
        "toolbar": _("Formatting"),
        "heading2": _("Heading"),
        "heading3": _("Heading below it"),
        "heading4": _("Heading below that"),
        "paragraph": _("Paragraph"),
        "bulletList": _("List"),
        "orderedList": _("Numbered list"),
        "blockquote": _("Quotation"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "link": _("Link"),
        "unlink": _("Remove the link"),
        "naming": _("Name somebody or an event"),
        "table": _("Insert a table"),
        "table:addColumnAfter": _("Add a column"),
        "table:deleteColumn": _("Delete the column"),
        "table:addRowAfter": _("Add a row"),
        "table:deleteRow": _("Delete the row"),
        "table:mergeCells": _("Merge the cells"),
        "table:splitCell": _("Split the cell"),
        "table:toggleHeaderCell": _("Heading cell, or not"),
        "table:deleteTable": _("Delete the table"),
        "history:undo": _("Undo"),
        "history:redo": _("Redo"),
        "naming-label": _("Person, organisation or event"),
        "naming-hint": _("Type at least two letters; any spelling is found. Arrow keys choose, Enter takes."),
        "naming-none": _("Nothing is found by that name."),
        "naming-cancel": _("Cancel"),
        "pictures": _("A picture was left out: a text has none in its words."),
    }
