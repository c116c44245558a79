package web

import (
	"net/url"
	"strings"
	"testing"
)

// Whoever switches the language or the size of text in the middle of a page keeps what was chosen there, and sends nothing.
func TestSwitchingKeepsAnswers(t *testing.T) {
	for name, typed := range map[string]url.Values{
		"the language": {"_switch": {"lang=es"}}, "larger text": {"_switch": {"text=large"}}, "normal text": {"_switch": {"text=normal"}},
		"an action beside": {"_switch": {"lang=es"}, "_action": {"submit"}}, "another language": {"_switch": {"lang=xx"}},
	} {
		t.Run(name, func(t *testing.T) {
			k := newClinic(t)
			path := k.link(k.services.Invited(t, k.services.Portal(t), "P-0001")["P-0001"])
			b := k.visitor(t)
			typed.Set("_page", "1")
			typed.Set("helped", "yes")
			b.post(path, typed).leads(path)
			again := b.get(path).is(200)
			if !strings.Contains(again.body, `value="yes" checked`) {
				t.Error("what was chosen is gone")
			}
			if strings.Contains(typed.Get("_switch"), "es") {
				again.says("¿")
			}
		})
	}
}

// An answer that comes when the survey is closed is shown back, to be copied; who typed nothing is shown nothing.
func TestLateAnswersAreShownBack(t *testing.T) {
	k := newClinic(t)
	v := k.services.Portal(t)
	path := k.link(k.services.Invited(t, v, "P-0001")["P-0001"])
	b := k.visitor(t)
	b.get(path).is(200)
	if _, err := k.Surveys.Close(t.Context(), v.ID); err != nil {
		t.Fatal(err)
	}
	late := b.post(path, url.Values{"_page": {"1"}, "helped": {"no"}, "why": {"It was <slow>."}, "other": {"x"}}).is(410)
	late.says("What you typed").says("It was <slow>.").says("Did it help?")
	for name, shown := range map[string]reply{"a look": b.get(path).is(410), "an empty form": b.post(path, url.Values{"_page": {"1"}}).is(410)} {
		if strings.Contains(shown.body, "What you typed") {
			t.Errorf("%s is shown back", name)
		}
	}
}
