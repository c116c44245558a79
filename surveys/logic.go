package surveys

// Visible returns the questions of a page that are asked, given the answers so far. A hidden question counts as not
// answered, so what hangs on it is hidden too.
func (p Page) Visible(a Answers) []Question {
	var asked []Question
	for _, q := range p.Questions {
		if q.ShowIf.Holds(a) {
			asked = append(asked, q)
		}
	}
	return asked
}

// NextPage returns the first page after (or, going back, before) page on which something is asked, -1 when there is
// none. Pages count from 0.
func (s Survey) NextPage(page, direction int, a Answers) int {
	for p := page + direction; p >= 0 && p < len(s.Pages); p += direction {
		if len(s.Pages[p].Visible(a)) > 0 {
			return p
		}
	}
	return -1
}
