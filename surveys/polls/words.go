package polls

import "soundings/cohorts/base"

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
