package mail

import (
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"soundings/cohorts/base/expect"
)

// A turn that is passed over names no address, sends nothing, and meets the trouble that a message would meet.
func TestTurnsThatArePassedOver(t *testing.T) {
	for _, test := range []struct {
		about, greeting string
		replies         map[string]string
		want            string
	}{
		{"all is well", "220 ready", map[string]string{"RCPT": "550 5.1.1 it was asked"}, "sent"},
		{"it is busy", "421 4.3.2 come again", nil, "trouble"},
		{"it takes nothing from us", "220 ready", map[string]string{"MAIL": "550 5.7.1 no"}, "trouble"},
		{"it hangs up at the sender", "220 ready", map[string]string{"MAIL": hangUp}, "trouble"},
	} {
		post := postTo(t, "smtp://"+startScripted(t, test.greeting, test.replies), 500*time.Millisecond)
		for range 2 {
			expect.Equal(t, test.about, outcome(post.Pass(t.Context())), test.want)
		}
	}
}

// Over the same connections messages go between turns that are passed over, also where the server has closed them meanwhile.
func TestPassingBetweenMessages(t *testing.T) {
	box, post := startMailbox(t, time.Second)
	for _, name := range []string{"ana", "bo"} {
		expect.Equal(t, name, outcome(post.Send(t.Context(), to(name))), "sent")
		expect.Equal(t, "passed over", outcome(post.Pass(t.Context())), "sent")
	}
	expect.Equal(t, "connections", box.sessions, post.Workers())
	expect.Equal(t, "messages", box.taken, 2)
	for range post.Workers() {
		client := <-post.idle
		_ = client.Close()
		post.idle <- client
	}
	expect.Equal(t, "over a new connection", outcome(post.Pass(t.Context())), "sent")
}

// Of a message of which nobody is to see whether it came, the server is asked to say nothing, and of the next one as always.
func TestQuietMessages(t *testing.T) {
	box, post := startMailbox(t, time.Second)
	for _, m := range []struct{ quiet bool }{{false}, {true}, {false}} {
		one := to("ana")
		one.Quiet = m.quiet
		expect.Equal(t, "sent", outcome(post.Send(t.Context(), one)), "sent")
	}
	expect.Equal(t, "asked to report", box.reports, [][]smtp.DSNNotify{nil, {smtp.DSNNotifyNever}, nil})
}
