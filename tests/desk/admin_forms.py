"""What a browser would post for a page of the desk, read from the page itself."""

from django.urls import reverse
from lxml import html


def change_url(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def form_data(response, form_id="article_form"):
    """The names and values of a form as the page shows it, without its buttons; empty rows of inlines left out."""
    form = html.fromstring(response.content.decode()).get_element_by_id(form_id)
    data = {}
    for field in form.inputs:
        if not field.name or "__prefix__" in field.name or field.get("type") in ("submit", "button"):
            continue
        if field.get("type") == "checkbox" and not field.checked:
            continue
        value = list(field.value) if getattr(field, "multiple", False) else field.value
        data[field.name] = value if value is not None else ""
    return data


def save(client, article, **typed):
    """Open the form of a text, type over it and save."""
    url = change_url(article)
    return client.post(url, form_data(client.get(url)) | typed)


def step(client, article, action, **said):
    """Press a button of the workflow, over the text as it stands."""
    article.refresh_from_db()
    url = reverse("admin:articles_article_transition", args=[article.pk])
    return client.post(url, {"action": action, "version": article.version, **said}, follow=True)


def told(response):
    """The messages a page shows."""
    return [str(message) for message in response.context["messages"]]
