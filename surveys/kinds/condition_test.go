package kinds

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
		{`{"all": [{"question": "q", "op": "gt", "value": "2027-03-31"}]}`, said("q=2027-11-01"), true}, // days
		{`{"all": [{"question": "q", "op": "lt", "value": "2027-03-31"}]}`, said("q=2027-11-01"), false},
		{`{"all": [{"question": "q", "op": "gt", "value": "a"}]}`, said("q=b"), false}, // options have no order
		{`{"all": [{"question": "q", "op": "in", "value": ["a", "b"]}]}`, said("q=b"), true},
		{`{"all": [{"question": "q", "op": "in", "value": ["a", 2]}]}`, said("q=2"), true},
		{`{"all": [{"question": "q", "op": "in", "value": ["a", "b"]}]}`, said("q=c"), false},
		{`{"all": [{"question": "q", "op": "in", "value": ["a", "b"]}]}`, said(), false},
		{`{"all": [{"question": "q", "op": "answered"}]}`, said("q=c"), true},
		{`{"all": [{"question": "q", "op": "answered"}]}`, said("r=c"), false},
		{`{"all": [{"question": "sus", "op": "answered"}]}`, said("sus.1=3"), true},
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
		if got := when.Holds(c.answers); got != c.want {
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
