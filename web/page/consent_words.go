package page

import (
	"slices"
	"strings"

	"soundings/cohorts"
)

// ConsentWords returns what stands on the consent page of a cohort in the page's language: what the cohort is for and how
// long it takes, the parts that a clinic may put in its own words, and last what nobody can take away.
func ConsentWords(frame Page, cohort cohorts.Cohort, wording cohorts.ConsentWording) (cohorts.ConsentCopy, error) {
	long := frame.T("consent.long.open")
	if cohort.Months > 0 {
		long = frame.T("consent.long.text", "Count", cohort.Months)
	}
	goal := cohort.Purpose.In(frame.Lang())
	if goal == "" {
		goal = frame.T("consent.goal.text")
	}
	parts := []cohorts.CopyPart{
		{Heading: frame.T("consent.goal.heading"), Paragraphs: paragraphs(goal)},
		{Heading: frame.T("consent.long.heading"), Paragraphs: paragraphs(long)},
	}
	own := wording.Texts[frame.Lang()]
	for _, part := range cohorts.ConsentParts() {
		text := *part.Of(&own)
		if text == "" {
			text = frame.T("consent."+part.Name+".text", "Clinic", frame.Clinic, "Phone", frame.Phone)
		}
		parts = append(parts, cohorts.CopyPart{Heading: frame.T("consent." + part.Name + ".heading"), Paragraphs: paragraphs(text)})
	}
	if cohort.Kind == cohorts.Research {
		parts = append(parts, cohorts.CopyPart{Heading: frame.T("consent.rights.heading"), Paragraphs: []string{
			frame.T("consent.research", "Approval", cohort.Approval), frame.T("consent.rights.text", "Contact", cohort.Board),
		}})
	}
	parts = append(parts, cohorts.CopyPart{Heading: frame.T("consent.help.heading"), Paragraphs: []string{
		frame.T("warning.not_medical"), frame.T("warning.call", "Clinic", frame.Clinic) + " " + frame.Phone, frame.T("warning.emergency") + " 911",
	}})
	return cohorts.NewConsentCopy(frame.Lang(), frame.T("consent.intro", "Cohort", cohort.Name), parts)
}

// Readable returns the frame of a consent page in a language in which all of it is there, its own if it can be: nobody is
// asked to agree to what is half in another.
func (s *Site) Readable(frame Page, cohort cohorts.Cohort, wording cohorts.ConsentWording) Page {
	whole := slices.DeleteFunc(slices.Clone(frame.Languages), func(l Language) bool {
		return cohort.Askable(wording, []string{l.Code}) != nil
	})
	if len(whole) == 0 {
		return frame
	}
	if !slices.ContainsFunc(whole, func(l Language) bool { return l.Code == frame.Lang() }) {
		frame.Printer = s.Texts.In(whole[0].Code)
	}
	frame.Languages = whole
	return frame
}

// paragraphs splits a text at its line ends.
func paragraphs(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
}
