package kinds

// Note is a text to read; it takes no answer.
const Note Type = "note"

func note() Kind {
	return Kind{Type: Note, Name: "question.type.note", About: "question.about.note", Fields: none, Check: checkNote}
}

func checkNote(q Question, c *Checker) {
	c.Words("text", q.Text, true)
	if q.Required {
		c.Bad("required", "survey.note_required")
	}
}
