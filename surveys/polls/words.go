package polls

import (
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// MissingIn returns a bad field for each text of the poll and of its features that is not there in one of these languages,
// called as in JSON.
func (p Poll) MissingIn(languages []string) []base.Field {
	missing := p.Title.MissingIn("title", languages)
	for _, key := range p.Features {
		text := p.Texts[key]
		missing = append(missing, text.Name.MissingIn("texts."+key+".name", languages)...)
		missing = append(missing, text.About.MissingIn("texts."+key+".about", languages)...)
	}
	return missing
}

// publishable refuses to open the poll for a clinic that is not set up, or in none of whose languages it is whole: nobody
// could be asked.
func (p Poll) publishable(c cohorts.Clinic) error {
	if err := c.Ready(); err != nil {
		return err
	}
	whole := func(language string) bool { return len(p.MissingIn([]string{language})) == 0 }
	if !slices.ContainsFunc(c.Languages, whole) {
		return base.InvalidFields(p.MissingIn(c.Languages)...)
	}
	return nil
}
