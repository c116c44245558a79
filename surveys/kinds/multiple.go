package kinds

// Multiple asks to choose all that fit of a few answers, or up to a number of them.
const Multiple Type = "multiple"

func multiple() Kind {
	return Kind{
		Type: Multiple, Name: "question.type.multiple", About: "question.about.multiple", Missing: "answer.required",
		Members: []string{"options", "exclusive", "max_choices"}, Check: checkOptions, Decode: decodeOptions, Many: true, Choices: optionValues, Label: optionLabel, Native: asList,
	}
}
