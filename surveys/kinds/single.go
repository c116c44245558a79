package kinds

// Single asks to choose one of a few answers.
const Single Type = "single"

func single() Kind {
	return Kind{
		Type: Single, Name: "question.type.single", About: "question.about.single", Missing: "answer.required_choice",
		Members: []string{"options"}, Check: checkOptions, Decode: decodeOptions, Choices: optionValues, Label: optionLabel, Native: asText,
	}
}
