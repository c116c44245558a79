package surveys

import (
	"fmt"

	"soundings/cohorts/base"
)

// MissingIn returns a bad field for each text of the survey that is not there in one of these languages, called as in JSON.
func (s Survey) MissingIn(languages []string) []base.Field {
	missing := s.Title.MissingIn("title", languages)
	for p, page := range s.Pages {
		for n, q := range page.Questions {
			at := fmt.Sprintf("pages[%d].questions[%d].", p, n)
			for _, text := range textsOf(q) {
				missing = append(missing, text.words.MissingIn(at+text.name, languages)...)
			}
		}
	}
	return missing
}

// namedWords is one text of a question by its name in JSON.
type namedWords struct {
	name  string
	words base.Words
}

func textsOf(q Question) []namedWords {
	all := []namedWords{{"text", q.Text}, {"help", q.Help}}
	for i, item := range q.Items {
		all = append(all, namedWords{fmt.Sprintf("items[%d]", i), item})
	}
	for i, o := range q.Options {
		all = append(all, namedWords{fmt.Sprintf("options[%d].text", i), o.Text})
	}
	return append(all, namedWords{"min_label", q.MinLabel}, namedWords{"max_label", q.MaxLabel})
}
