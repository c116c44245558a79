package methods

import (
	"fmt"
	"strings"
	"testing"
)

// Each line is a ballot about a, b and c, what it says of them as numbers ("answers:sum") and which it sets before which.
func TestMarks(t *testing.T) {
	ask := Ask{Features: strings.Fields("a b c"), Dots: 10, Top: 3, Ties: true, Sets: [][]string{{"a", "b", "c"}, {"b", "a"}}}
	for _, c := range []struct {
		method       Name
		typed        string
		marks, pairs string
	}{
		{Rank, "rank.a=1 rank.b=2 rank.c=3", "1:4 1:2 1:0", "a>b a>c b>c"},
		{Rank, "rank.b=1", "1:1 1:4 1:1", "b>a b>c"}, // the others are level at the end
		{Rank, "rank.a=1 rank.c=1 rank.b=2", "1:3 1:0 1:3", "a>b c>b"},
		{Dots, "dots.a=7 dots.c=3", "1:7 1:0 1:3", "a>b a>c c>b"},
		{Rating, "rating.a=2 rating.c=5", "1:2 0:0 1:5", "c>a"}, // of b nothing is said
		{MaxDiff, "best.1=a worst.1=c", "1:1 1:0 1:-1", "a>b a>c b>c"},
		{MaxDiff, "best.1=a worst.1=c best.2=b worst.2=a", "2:0 2:1 1:-1", "a>b a>c b>a b>c"},
		{Kano, "kano.a.with=like kano.a.without=dislike kano.b.with=expect kano.b.without=dislike kano.c.with=dislike kano.c.without=like", "1:1 1:0 0:0", ""},
	} {
		m, _ := ByName(c.method)
		answer, wrong := m.Read(ask, typed(c.typed))
		if len(wrong) > 0 {
			t.Fatal(c.typed, wrong)
		}
		before := map[string]bool{}
		var marks, pairs []string
		for _, mark := range m.Marks(ask, answer, func(i, j int) { before[ask.Features[i]+">"+ask.Features[j]] = true }) {
			marks = append(marks, fmt.Sprint(mark.N, ":", mark.Sum))
		}
		for _, f := range ask.Features {
			for _, g := range ask.Features {
				if before[f+">"+g] {
					pairs = append(pairs, f+">"+g)
				}
			}
		}
		if strings.Join(marks, " ") != c.marks || strings.Join(pairs, " ") != c.pairs {
			t.Errorf("%s: %v and %v, want %s and %s", c.typed, marks, pairs, c.marks, c.pairs)
		}
		low, high := m.Scale(ask)
		for _, mark := range m.Marks(ask, answer, func(int, int) {}) {
			if mark.Sum < low*mark.N || mark.Sum > high*mark.N {
				t.Errorf("%s: %+v is not between %d and %d an answer", c.typed, mark, low, high)
			}
		}
	}
}

// A method asks of each feature by itself, in fields that it reads, or shows some together.
func TestQuestions(t *testing.T) {
	for _, name := range Names() {
		m, _ := ByName(name)
		if m.Questions == nil {
			continue
		}
		form := Values{}
		for _, q := range m.Questions("a") {
			if q.Text == "" || len(q.Choices) < 2 || q.Choices[0].Text == "" && q.Low == "" {
				t.Errorf("%s asks %+v", name, q)
			}
			form[q.Field] = []string{q.Choices[0].Value}
		}
		if answer, wrong := m.Read(Ask{Features: []string{"a"}}, form); len(wrong) > 0 || answer.Empty() {
			t.Errorf("%s reads %v as %v, %v", name, form, answer, wrong)
		}
	}
}

// Of a Kano ballot it is known in which category it puts a feature, if it speaks of it.
func TestCategory(t *testing.T) {
	m, _ := ByName(Kano)
	answer, _ := m.Read(Ask{Features: []string{"a", "b"}}, typed("kano.a.with=like kano.a.without=neutral"))
	if category, ok := m.Category(answer, "a"); !ok || m.Categories[category] != "attractive" {
		t.Errorf("a is %d, %v", category, ok)
	}
	if _, ok := m.Category(answer, "b"); ok {
		t.Error("b is in a category")
	}
}
