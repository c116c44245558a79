package people

import (
	"soundings/cohorts"
	"soundings/web/page"
	"soundings/web/texts"
)

// anyOption offers not to choose: the first option of a filter.
func anyOption(frame page.Page, text string, chosen bool) []page.Option {
	return []page.Option{{Value: "", Text: frame.T(text), Chosen: chosen}}
}

// languageOptions offers the languages of the clinic's pages.
func languageOptions(frame page.Page, chosen string) []page.Option {
	var options []page.Option
	for _, code := range texts.Languages() {
		options = append(options, page.Option{Value: code, Text: page.LanguageName(frame, code), Chosen: code == chosen})
	}
	return options
}

// hoursOptions offers when to call somebody.
func hoursOptions(frame page.Page) []page.Option {
	options := anyOption(frame, "participants.any_time", false)
	for _, hours := range cohorts.AllHours() {
		options = append(options, page.Option{Value: string(hours), Text: frame.T("hours." + string(hours))})
	}
	return options
}

// attributeOptions offers the names of attributes.
func attributeOptions(names []string, chosen string) []page.Option {
	var options []page.Option
	for _, name := range names {
		options = append(options, page.Option{Value: name, Text: name, Chosen: name == chosen})
	}
	return options
}
