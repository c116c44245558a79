package series

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts/contact"
)

var (
	outboxMessages = gauge("soundings_outbox_messages", "Messages of the outbox, by the way that they go and their state.", "by", "state")
	mailQueued     = gauge("soundings_mail_queued", "Mails whose time has come and that were not sent yet; at most 100000 are counted.")
)

var outbox = subject{families: []family{outboxMessages, mailQueued}, now: outboxNow}

func outboxNow(ctx context.Context, s *Service, f *figures) error {
	counts, err := s.Outbox.Counts(ctx)
	if err != nil {
		return err
	}
	for _, by := range contact.Ways() {
		for _, state := range contact.MessageStates() {
			f.add(outboxMessages, float64(counts[by][state]), string(by), string(state))
		}
	}
	queued, err := s.Outbox.Queued(ctx)
	f.add(mailQueued, float64(queued))
	return err
}

// mailsHandedOver is counted while it happens.
var mailsHandedOver = prometheus.NewDesc("soundings_mail_total",
	"Mails that this server handed to the mail server, by what came of them: sent, refused, deferred, trouble or bounced.", []string{"result"}, nil)

// Mails is the collector of what came of handing mails over.
type Mails struct{ Outbox *contact.Outbox }

// Describe sends the series of mails.
func (m Mails) Describe(descs chan<- *prometheus.Desc) { descs <- mailsHandedOver }

// Collect sends what came of mails since the start of this server.
func (m Mails) Collect(to chan<- prometheus.Metric) {
	for result, n := range m.Outbox.Results() {
		to <- prometheus.MustNewConstMetric(mailsHandedOver, prometheus.CounterValue, float64(n), result)
	}
}
