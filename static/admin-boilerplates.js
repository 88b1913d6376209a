// Words kept ready go into the editor, so that nothing typed is lost. Without this script they go into what is saved.

function start(form) {
  form.addEventListener("submit", (event) => {
    const element = document.querySelector(".prose-editor")
    const editor = element && (element.editor || (element.querySelector(".ProseMirror") || {}).editor)
    const kept = form.querySelector(`template[data-boilerplate="${form.elements.boilerplate.value}"]`)
    if (!editor || !kept) return
    event.preventDefault()
    const number = form.elements.after.selectedIndex // 0: at the end
    let place = editor.state.doc.content.size
    if (number > 0 && number < editor.state.doc.childCount) {
      place = 0
      for (let n = 0; n < number; n += 1) place += editor.state.doc.child(n).nodeSize
    }
    editor.chain().focus().insertContentAt(place, kept.content.textContent).run()
    form.querySelector("[data-said]").textContent = form.dataset.inserted
  })
}

document.querySelectorAll(".boilerplates form[data-inserted]").forEach(start)
