package clinic

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/surveys/hook"
	"soundings/web/page"
)

// webhookBody is what a webhook is made of.
type webhookBody struct {
	URL   string   `json:"url"`
	Types []string `json:"types"` // what it hears of
	On    *bool    `json:"on"`    // left out: true
}

func (b webhookBody) settings() hook.Settings {
	return hook.Settings{URL: b.URL, Types: b.Types, On: b.On == nil || *b.On}
}

// webhookAnswer is a webhook, as the API sends it.
type webhookAnswer struct {
	ID          string    `json:"id"`
	URL         string    `json:"url"`
	Types       []string  `json:"types"`
	On          bool      `json:"on"`
	Gone        bool      `json:"gone"` // it is off because the program answered 410
	Created     time.Time `json:"created"`
	FormerUntil time.Time `json:"former_until,omitzero"` // until then the secret before the last one signs too
	Failing     time.Time `json:"failing,omitzero"`      // since when it takes nothing
	Tries       int       `json:"tries"`                 // in vain since then
	Next        time.Time `json:"next,omitzero"`         // when it is tried again
	Lost        int       `json:"lost"`                  // deliveries that were given up since then
	Secret      string    `json:"secret,omitempty"`      // when it was just made, and never again
}

func newWebhookAnswer(w hook.Webhook) webhookAnswer {
	return webhookAnswer{
		ID: w.ID, URL: w.URL, Types: append([]string{}, w.Types...), On: w.On, Gone: w.Gone, Created: w.Created.UTC(), FormerUntil: w.FormerUntil.UTC(),
		Failing: w.Health.Failing.UTC(), Tries: w.Health.Tries, Next: w.Health.Rest.UTC(), Lost: w.Health.Lost,
	}
}

// deliveryAnswer is one delivery, as the API sends it.
type deliveryAnswer struct {
	ID     string               `json:"id"` // as webhook-id had it
	Type   string               `json:"type"`
	State  contact.MessageState `json:"state"`
	Why    contact.Why          `json:"why,omitempty"`
	Status int                  `json:"status,omitempty"` // of the last answer
	Tries  int                  `json:"tries"`
	Due    time.Time            `json:"due"`
	At     time.Time            `json:"at,omitzero"` // when it came to its end
}

func newDeliveryAnswer(d hook.Delivery) deliveryAnswer {
	return deliveryAnswer{ID: d.Notice, Type: d.Type, State: d.State, Why: d.Why, Status: d.Status, Tries: d.Tries, Due: d.Due.UTC(), At: d.At.UTC()}
}

// APIList lists the webhooks.
func (s *Webhooks) APIList(c echo.Context) error {
	all, err := s.Webhooks.List(c.Request().Context())
	list := page.List[webhookAnswer]{Items: []webhookAnswer{}}
	for _, w := range all {
		list.Items = append(list.Items, newWebhookAnswer(w))
	}
	return page.OK(c, list, err)
}

// APIAdd adds a webhook.
func (s *Webhooks) APIAdd(c echo.Context) error {
	b, err := page.Decode[webhookBody](c)
	if err != nil {
		return err
	}
	w, err := s.Webhooks.Create(c.Request().Context(), b.settings())
	return page.Answer(c, http.StatusCreated, withSecret(w), err)
}

func withSecret(w hook.Webhook) webhookAnswer {
	a := newWebhookAnswer(w)
	a.Secret = w.Secret
	return a
}

// APIOne sends a webhook.
func (s *Webhooks) APIOne(c echo.Context) error {
	w, err := s.Webhooks.Webhook(c.Request().Context(), c.Param("id"))
	return page.OK(c, newWebhookAnswer(w), err)
}

// APIPut changes a webhook.
func (s *Webhooks) APIPut(c echo.Context) error {
	b, err := page.Decode[webhookBody](c)
	if err != nil {
		return err
	}
	w, err := s.Webhooks.Save(c.Request().Context(), c.Param("id"), b.settings())
	return page.OK(c, newWebhookAnswer(w), err)
}

// APIRemove deletes a webhook.
func (s *Webhooks) APIRemove(c echo.Context) error {
	if err := s.Webhooks.Remove(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// APIRenew gives a webhook a new secret.
func (s *Webhooks) APIRenew(c echo.Context) error {
	w, err := s.Webhooks.Renew(c.Request().Context(), c.Param("id"))
	return page.OK(c, withSecret(w), err)
}

// APITry sends a test to a webhook.
func (s *Webhooks) APITry(c echo.Context) error {
	d, err := s.Webhooks.Try(c.Request().Context(), c.Param("id"))
	return page.OK(c, newDeliveryAnswer(d), err)
}

// APIDeliveries lists what was sent to a webhook.
func (s *Webhooks) APIDeliveries(c echo.Context) error {
	if _, err := s.Webhooks.Webhook(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	after, limit, err := page.Paging(c)
	if err != nil {
		return err
	}
	sent, err := s.Webhooks.Deliveries(c.Request().Context(), c.Param("id"), after, limit)
	return page.OK(c, page.ListOf(sent, newDeliveryAnswer), err)
}
