package surveys

import (
	"encoding/json"
	"testing"
)

func TestConditions(t *testing.T) {
	for _, c := range []struct {
		condition string
		answers   Answers
		want      bool
	}{
		{`{"all": [{"question": "q", "op": "eq", "value": "a"}]}`, said("q=a"), true},
		{`{"all": [{"question": "q", "op": "eq", "value": "a"}]}`, said("q=b"), false},
		{`{"all": [{"question": "q", "op": "eq", "value": "a"}]}`, said(), false},
		{`{"all": [{"question": "q", "op": "eq", "value": "a"}]}`, said("q=b", "q=a"), true}, // one of several is enough
		{`{"all": [{"question": "q", "op": "eq", "value": 4}]}`, said("q=4"), true},
		{`{"all": [{"question": "q", "op": "eq", "value": 0.5}]}`, said("q=0.5"), true},
		{`{"all": [{"question": "q", "op": "ne", "value": "a"}]}`, said("q=b"), true},
		{`{"all": [{"question": "q", "op": "ne", "value": "a"}]}`, said("q=a"), false},
		{`{"all": [{"question": "q", "op": "ne", "value": "a"}]}`, said("q=b", "q=a"), false}, // none may be
		{`{"all": [{"question": "q", "op": "ne", "value": "a"}]}`, said(), true},
		{`{"all": [{"question": "q", "op": "gt", "value": 4}]}`, said("q=5"), true},
		{`{"all": [{"question": "q", "op": "gt", "value": 4}]}`, said("q=4"), false},
		{`{"all": [{"question": "q", "op": "gt", "value": 4}]}`, said("q=10"), true}, // as numbers, not as letters
		{`{"all": [{"question": "q", "op": "gt", "value": "4"}]}`, said("q=10"), true},
		{`{"all": [{"question": "q", "op": "gt", "value": 4}]}`, said("q=many"), false},
		{`{"all": [{"question": "q", "op": "gt", "value": "few"}]}`, said("q=5"), false},
		{`{"all": [{"question": "q", "op": "gt", "value": 4}]}`, said(), false},
		{`{"all": [{"question": "q", "op": "lt", "value": 4}]}`, said("q=3.5"), true},
		{`{"all": [{"question": "q", "op": "lt", "value": 4}]}`, said("q=4"), false},
		{`{"all": [{"question": "q", "op": "lt", "value": 4}]}`, said("q=-10"), true},
		{`{"all": [{"question": "q", "op": "in", "value": ["a", "b"]}]}`, said("q=b"), true},
		{`{"all": [{"question": "q", "op": "in", "value": ["a", 2]}]}`, said("q=2"), true},
		{`{"all": [{"question": "q", "op": "in", "value": ["a", "b"]}]}`, said("q=c"), false},
		{`{"all": [{"question": "q", "op": "in", "value": ["a", "b"]}]}`, said(), false},
		{`{"all": [{"question": "q", "op": "answered"}]}`, said("q=c"), true},
		{`{"all": [{"question": "q", "op": "answered"}]}`, said("r=c"), false},
		{`{"all": [{"question": "sus", "op": "answered"}]}`, sus(3), true},
		{`{"all": [{"question": "sus", "op": "answered"}]}`, said("sus.7=3"), true}, // any item will do
		{`{"all": [{"question": "sus", "op": "answered"}]}`, said("sus2=3", "sus-1=3"), false},
		{`{"all": [{"question": "q", "op": "like", "value": "a"}]}`, said("q=a"), false},

		{`{"all": [{"question": "q", "op": "eq", "value": "a"}, {"question": "r", "op": "eq", "value": "b"}]}`, said("q=a", "r=b"), true},
		{`{"all": [{"question": "q", "op": "eq", "value": "a"}, {"question": "r", "op": "eq", "value": "b"}]}`, said("q=a", "r=c"), false},
		{`{"any": [{"question": "q", "op": "eq", "value": "a"}, {"question": "r", "op": "eq", "value": "b"}]}`, said("q=x", "r=b"), true},
		{`{"any": [{"question": "q", "op": "eq", "value": "a"}, {"question": "r", "op": "eq", "value": "b"}]}`, said("q=x", "r=y"), false},
		{`{"all": [{"question": "q", "op": "eq", "value": "a"}], "any": [{"question": "r", "op": "eq", "value": "b"}]}`, said("q=a", "r=b"), true},
		{`{"all": [{"question": "q", "op": "eq", "value": "a"}], "any": [{"question": "r", "op": "eq", "value": "b"}]}`, said("q=a"), false},
		{`{"all": [{"question": "q", "op": "eq", "value": "a"}], "any": [{"question": "r", "op": "eq", "value": "b"}]}`, said("r=b"), false},
		{`{}`, said(), true},
		{`null`, said(), true},
	} {
		var when *Condition
		if err := json.Unmarshal([]byte(c.condition), &when); err != nil {
			t.Fatal(err)
		}
		if got := when.holds(c.answers); got != c.want {
			t.Errorf("%s given %v: %v, want %v", c.condition, c.answers, got, c.want)
		}
	}
}

func TestValuesInJSON(t *testing.T) {
	for text, want := range map[string]string{
		`"a"`: `"a"`, `4`: `"4"`, `0.50`: `"0.5"`, `["a", 4]`: `["a","4"]`, `["a"]`: `"a"`, `1e6`: `"1000000"`,
	} {
		var v Values
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		got, err := json.Marshal(v)
		if err != nil || string(got) != want {
			t.Errorf("%s becomes %s (%v), want %s", text, got, err, want)
		}
	}
	for _, text := range []string{`true`, `{"a": 1}`, `[["a"]]`} {
		if json.Unmarshal([]byte(text), new(Values)) == nil {
			t.Errorf("%s is accepted", text)
		}
	}
}

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
