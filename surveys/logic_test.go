package surveys

import "testing"

// What is asked depends on what was answered; pages on which nothing is asked are passed over.
func TestPagesThatAreAsked(t *testing.T) {
	v := portal(t)
	for _, c := range []struct {
		about     string
		answers   Answers
		visible   [3]string
		next      [3]int // from each page
		backwards [3]int
	}{
		{"nothing answered", said(), [3]string{"hello helped", "", "again sus"}, [3]int{2, 2, -1}, [3]int{-1, 0, 0}},
		{"it did not help", said("helped=no"), [3]string{"hello helped why", "", "again sus"}, [3]int{2, 2, -1}, [3]int{-1, 0, 0}},
		{"it helped", said("helped=yes"), [3]string{"hello helped", "used", "again sus"}, [3]int{1, 2, -1}, [3]int{-1, 0, 1}},
		{"it helped with mail", said("helped=yes", "used=mail"), [3]string{"hello helped", "used hours", "again sus"}, [3]int{1, 2, -1}, [3]int{-1, 0, 1}},
	} {
		for p := range v.Pages {
			equal(t, c.about, ids(v.Pages[p].Visible(c.answers)), c.visible[p])
			equal(t, c.about, v.NextPage(p, +1, c.answers), c.next[p])
			equal(t, c.about, v.NextPage(p, -1, c.answers), c.backwards[p])
		}
	}
}

// A hidden question counts as not answered, so what hangs on it is hidden too, whatever was typed there before.
func TestHiddenAnswersDoNotCount(t *testing.T) {
	v := portal(t)
	answers, wrong := v.decode(said("helped=no", "used=mail", "hours=3", "why=slow"))
	equal(t, "answers", answers, said("helped=no", "why=slow"))
	equal(t, "wrong", len(wrong), 0)
	answers, wrong = v.decode(said("helped=yes", "used=mail", "hours=100", "why=far longer than twenty letters"))
	equal(t, "answers", answers, said("helped=yes", "used=mail"))
	equal(t, "wrong", named(wrong["hours"]), []string{"hours: answer.range"})
	equal(t, "wrong", len(wrong), 1)
}
