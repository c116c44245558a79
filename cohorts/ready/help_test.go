package ready_test

import (
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/ready"
	"soundings/cohorts/rollout"
)

// What is written about a feature is kept as a whole, tidied, and not over what somebody else wrote meanwhile.
func TestSaveHelp(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		expect.Equal(t, "before", must(c.Ready.Help(c.ctx, "labs")), ready.Help{Feature: "labs"})
		h := help("labs", "en", "es")
		h.Questions = append(h.Questions, ready.Question{Question: base.Words{"en": " "}}, ready.Question{Question: both("  Where\nis it? "), Answer: both("There.")})
		h.Film, h.Limits = base.Words{"en": " https://films.example/labs ", "es": ""}, both("It is slow.")
		saved := must(c.Ready.SaveHelp(c.ctx, h))
		expect.Equal(t, "kept", must(c.Ready.Help(c.ctx, "labs")), saved)
		expect.Equal(t, "questions", len(saved.Questions), 2)
		expect.Equal(t, "tidied", saved.Questions[1].Question["en"]+"|"+saved.Film["en"], "Where is it?|https://films.example/labs")
		expect.Equal(t, "changed", saved.Changed, c.Clock.Now())

		in := must(c.Ready.SaveHelp(c.ctx, help(ready.GettingIn, "en")))
		expect.Equal(t, "getting in", must(c.Ready.Help(c.ctx, ready.GettingIn)).Questions, in.Questions)
		expect.Equal(t, "of labs still", must(c.Ready.Help(c.ctx, "labs")), saved)

		_, err := c.Ready.SaveHelp(c.ctx, saved)
		expect.Equal(t, "the version that was read", err, nil)
		_, err = c.Ready.SaveHelp(c.ctx, saved)
		expect.Refused(t, "an older version", err, base.Conflict)
		saved.Version, saved.Questions = 0, nil
		expect.Equal(t, "without a version", len(must(c.Ready.SaveHelp(c.ctx, saved)).Questions), 0)
		_, err = c.Ready.SaveHelp(c.ctx, help("none", "en"))
		expect.Refused(t, "of no feature", err, base.NotFound)
		_, err = c.Ready.Help(c.ctx, "none")
		expect.Refused(t, "of no feature", err, base.NotFound)
	})
}

// Everything that is wrong with a help is named at once, and nothing is kept of it.
func TestBadHelp(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		long := func(n int) base.Words { return base.Words{"en": strings.Repeat("ñ", n)} }
		for _, test := range []struct {
			about string
			help  ready.Help
			want  string
		}{
			{"asked, not answered", ready.Help{Questions: []ready.Question{{Question: both("How?"), Answer: base.Words{"en": "So."}}}}, "questions[0].answer.es: ready.no_answer"},
			{"answered, not asked", ready.Help{Questions: []ready.Question{{Answer: base.Words{"en": "So."}}}}, "questions[0].question.en: ready.no_question"},
			{"too long", ready.Help{Questions: []ready.Question{{Question: long(201), Answer: long(2001)}}, Limits: long(2001)}, "limits.en: error.max_length, questions[0].answer.en: error.max_length, questions[0].question.en: error.max_length"},
			{"just not too long", ready.Help{Questions: []ready.Question{{Question: long(200), Answer: long(2000)}}, Limits: long(2000)}, ""},
			{"too many", ready.Help{Questions: make([]ready.Question, 31)}, ""}, // all of them empty
			{"films", ready.Help{Film: base.Words{"en": "http://films.example", "es": "javascript:alert(1)"}}, "film.en: ready.film, film.es: ready.film"},
			{"no host", ready.Help{Film: base.Words{"en": "https:///x"}}, "film.en: ready.film"},
			{"with a password", ready.Help{Film: base.Words{"en": "https://a:b@films.example"}}, "film.en: ready.film"},
		} {
			test.help.Feature = "visits"
			_, err := c.Ready.SaveHelp(c.ctx, test.help)
			expect.Equal(t, test.about, strings.Join(expect.Fields(err), ", "), test.want)
			if test.want != "" && must(c.Ready.Help(c.ctx, "visits")).Version > 2 {
				t.Errorf("%s: it was kept", test.about)
			}
		}
		many := ready.Help{Feature: "labs", Questions: make([]ready.Question, 31)}
		for i := range many.Questions {
			many.Questions[i] = help("labs", "en").Questions[0]
		}
		_, err := c.Ready.SaveHelp(c.ctx, many)
		expect.Equal(t, "too many", expect.Fields(err), []string{"questions: error.max_items"})
	})
}

// The help page speaks of features that patients see, and every page leads to it once it has anything to say.
func TestTopics(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		topics := func() (keys []string) {
			for _, topic := range must(c.Ready.Topics(c.ctx)) {
				keys = append(keys, topic.Key+" "+topic.Feature.Name["es"])
			}
			return keys
		}
		expect.Equal(t, "at first", c.Ready.AnyHelp(c.ctx), false)
		must(c.Ready.SaveHelp(c.ctx, help("labs", "en")))
		must(c.Ready.SaveHelp(c.ctx, ready.Help{Feature: "visits"}))
		c.stage("visits", rollout.Live)
		expect.Equal(t, "an idea, and an empty one", topics(), nil)
		expect.Equal(t, "an idea, and an empty one", c.Ready.AnyHelp(c.ctx), false)
		c.stage("labs", rollout.Beta)
		expect.Equal(t, "in beta", topics(), []string{"labs labs"})
		expect.Equal(t, "remembered", c.Ready.AnyHelp(c.ctx), false)
		c.Clock.Advance(10 * time.Second)
		expect.Equal(t, "seen after a moment", c.Ready.AnyHelp(c.ctx), true)
		c.stage("labs", rollout.Retired)
		expect.Equal(t, "retired", topics(), nil)
		must(c.Ready.SaveHelp(c.ctx, help(ready.GettingIn, "en")))
		expect.Equal(t, "what is written here is seen at once", c.Ready.AnyHelp(c.ctx), true)
		must(c.Ready.SaveHelp(c.ctx, ready.Help{}))
		expect.Equal(t, "nothing any more", c.Ready.AnyHelp(c.ctx), false)
	})
}
