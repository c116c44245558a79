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
