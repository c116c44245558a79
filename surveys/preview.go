package surveys

// Preview returns what somebody would see who types this, whatever state the survey is in. Nothing is kept: the form keeps what was
// typed, as that of an anonymous survey does. Done: it would have been sent.
func (s Survey) Preview(t Typed) Sheet {
	tried := s
	tried.Anonymous = true
	sheet, _ := tried.step(PartialResponse{}, t)
	sheet.Survey = s
	return sheet
}
