package ask

import (
	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/surveys/kinds"
	"soundings/web/texts"
)

// firstDraft returns the pages that a new survey starts with, in every language that there is.
func (s *Surveys) firstDraft() []surveys.Page {
	words := func(id string) base.Words {
		w := base.Words{}
		for _, lang := range texts.Languages() {
			w[lang] = s.Texts.In(lang).T(id)
		}
		return w
	}
	helped := surveys.Question{
		ID: "helped", Type: kinds.Single, Text: words("draft.helped"), Required: true,
		Options: []surveys.Option{
			{Value: "yes", Text: words("draft.helped.yes")}, {Value: "partly", Text: words("draft.helped.partly")},
			{Value: "no", Text: words("draft.helped.no")},
		},
	}
	why := surveys.Question{
		ID: "why", Type: kinds.FreeText, Text: words("draft.why"),
		ShowIf: &surveys.Condition{All: []surveys.Test{{Question: "helped", Op: kinds.In, Value: kinds.Values{"partly", "no"}}}},
	}
	sus := surveys.Question{ID: "sus", Instrument: "sus", Help: words("sus.intro")}
	return []surveys.Page{
		{Questions: []surveys.Question{helped}}, {Questions: []surveys.Question{why}}, {Questions: []surveys.Question{sus}},
	}
}
