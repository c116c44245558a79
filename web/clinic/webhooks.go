package clinic

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/hook"
	"soundings/web/page"
)

// Webhooks are the pages and the API of where programs outside hear of what has happened.
type Webhooks struct {
	*page.Site
	Webhooks *hook.Service
	Now      func() time.Time
}

const webhooksPath = "/settings/webhooks"

// webhooksPage lists the webhooks, with a form for a new one: "url", "types" (several).
type webhooksPage struct {
	page.Page
	Rows   []webhookRow
	Silent bool // nothing is sent: the clinic is made up
	Types  []page.Option
}

func (webhooksPage) Template() string { return "clinic/webhooks" }

// webhookRow is one webhook in the list.
type webhookRow struct {
	Host  page.Link
	Types string
	State page.Badge
}

// webhookPage is one webhook with what was sent to it. Fields: "url", "types" (several), "on", and _action save, secret (a new
// one) or remove.
type webhookPage struct {
	page.Page
	Host    string
	State   page.Badge
	Silent  bool
	Secret  string // just made, shown once
	Former  string // until when the one before works too; empty: there is none
	Failing string // what does not work; empty: nothing
	Lost    string // what was given up meanwhile; empty: nothing
	Types   []page.Option
	Rows    []deliveryRow
	Pager   page.Pager
}

func (webhookPage) Template() string { return "clinic/webhook" }

// deliveryRow is one delivery in the list.
type deliveryRow struct {
	What  string
	State page.Badge
	Why   string
	Tries string
	At    string
}

// hostOf returns the name of the machine in an address: the rest may be as secret as a password.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// stateOf returns whether a webhook is on, and works.
func stateOf(frame page.Page, w hook.Webhook) page.Badge {
	switch {
	case w.Gone:
		return page.Badge{Text: frame.T("webhooks.gone"), Look: "stopped"}
	case !w.On:
		return page.Badge{Text: frame.T("webhooks.off"), Look: "stopped"}
	case w.Health.Worrying():
		return page.Badge{Text: frame.T("webhooks.fails"), Look: "waiting"}
	}
	return page.Badge{Text: frame.T("webhooks.works"), Look: "active"}
}

func typeOptions(frame page.Page) []page.Option {
	var all []page.Option
	for _, kind := range base.NoticeTypes() {
		all = append(all, page.Option{Value: kind, Text: frame.T("webhook.type." + kind)})
	}
	return all
}

// List lists the webhooks.
func (s *Webhooks) List(c echo.Context) error { return s.Show(c, s.listPage) }

func (s *Webhooks) listPage(c echo.Context, frame page.Page) (page.View, error) {
	all, err := s.Webhooks.List(c.Request().Context())
	if err != nil {
		return nil, err
	}
	if frame.Form.Values == nil {
		frame.Form.Values = url.Values{"types": base.NoticeTypes()}
	}
	v := webhooksPage{Page: frame, Silent: s.Webhooks.Post == nil, Types: typeOptions(frame)}
	for _, w := range all {
		var types []string
		for _, kind := range w.Types {
			types = append(types, frame.T("webhook.type."+kind))
		}
		v.Rows = append(v.Rows, webhookRow{page.Link{Text: hostOf(w.URL), Href: page.WebhookHref(w.ID)}, strings.Join(types, " · "), stateOf(frame, w)})
	}
	return v, nil
}

// Add adds a webhook and shows its secret, this once.
func (s *Webhooks) Add(c echo.Context) error {
	in := typedWebhook(c)
	in.On = true
	w, err := s.Webhooks.Create(c.Request().Context(), in)
	if err != nil {
		return s.Again(c, webhooksPath, err, s.listPage)
	}
	return s.showSecret(c, w)
}

// typedWebhook reads the form of a webhook.
func typedWebhook(c echo.Context) hook.Settings {
	return hook.Settings{URL: strings.TrimSpace(c.FormValue("url")), Types: c.Request().Form["types"], On: c.FormValue("on") == "yes"}
}

// One shows a webhook.
func (s *Webhooks) One(c echo.Context) error { return s.Show(c, s.onePage) }

func (s *Webhooks) onePage(c echo.Context, frame page.Page) (page.View, error) {
	w, err := s.Webhooks.Webhook(c.Request().Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	return s.page(c, frame, w)
}

func (s *Webhooks) page(c echo.Context, frame page.Page, w hook.Webhook) (webhookPage, error) {
	if frame.Form.Values == nil {
		frame.Form.Values = url.Values{"url": {w.URL}, "types": w.Types}
		if w.On {
			frame.Form.Values.Set("on", "yes")
		}
	}
	v := webhookPage{Page: frame, Host: hostOf(w.URL), State: stateOf(frame, w), Silent: s.Webhooks.Post == nil, Types: typeOptions(frame)}
	if now := s.Now(); w.Former != "" && now.Before(w.FormerUntil) {
		v.Former = frame.Time(w.FormerUntil)
	}
	if h := w.Health; !h.Failing.IsZero() {
		v.Failing = frame.T("webhooks.failing", "Since", frame.Time(h.Failing), "Next", frame.Time(h.Rest), "Count", h.Tries)
		if h.Lost > 0 {
			v.Lost = frame.T("webhooks.lost", "Count", h.Lost)
		}
	}
	sent, err := s.Webhooks.Deliveries(c.Request().Context(), w.ID, c.QueryParam("after"), page.ListLength)
	for _, d := range sent.Items {
		v.Rows = append(v.Rows, newDeliveryRow(frame, d))
	}
	v.Pager = frame.PagerOf(c, sent.Next)
	return v, err
}

func newDeliveryRow(frame page.Page, d hook.Delivery) deliveryRow {
	row := deliveryRow{What: frame.T("webhook.type." + d.Type), State: frame.MessageBadge(d.State), Why: frame.MessageWhy(d.Why), Tries: frame.Int(d.Tries), At: frame.Time(d.When())}
	if d.Why == contact.WhyAnswer {
		row.Why = frame.T("webhooks.answered", "Status", d.Status)
	}
	return row
}

// showSecret sends the page of a webhook with its secret, which no page shows again.
func (s *Webhooks) showSecret(c echo.Context, w hook.Webhook) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	frame.Path, frame.Form.Values = page.WebhookHref(w.ID), nil
	v, err := s.page(c, frame, w)
	if err != nil {
		return err
	}
	v.Secret = w.Secret
	return s.Render(c, http.StatusOK, v)
}

// Change saves a webhook, gives it a new secret, or removes it.
func (s *Webhooks) Change(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	switch c.FormValue("_action") {
	case "secret":
		w, err := s.Webhooks.Renew(ctx, id)
		if err != nil {
			return err
		}
		return s.showSecret(c, w)
	case "remove":
		if err := s.Webhooks.Remove(ctx, id); err != nil {
			return err
		}
		return s.Done(c, webhooksPath, "flash.webhook_removed")
	default:
		if _, err := s.Webhooks.Save(ctx, id, typedWebhook(c)); err != nil {
			return s.Again(c, page.WebhookHref(id), err, s.onePage)
		}
		return s.Done(c, page.WebhookHref(id), "flash.webhook_saved")
	}
}

// Try sends a test to a webhook.
func (s *Webhooks) Try(c echo.Context) error {
	id := c.Param("id")
	d, err := s.Webhooks.Try(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if d.State != contact.MessageSent {
		return s.Done(c, page.WebhookHref(id), "flash.webhook_not_taken")
	}
	return s.Done(c, page.WebhookHref(id), "flash.webhook_taken")
}

// Brief returns for Today which webhooks do not work. Only managers are told, who can look at them.
func (s *Webhooks) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	if !frame.Manages() {
		return b, nil
	}
	all, err := s.Webhooks.List(ctx)
	for _, w := range all {
		task := page.Task{Title: frame.T("today.webhook"), Look: "waiting", Button: page.Link{Text: frame.T("today.look"), Href: page.WebhookHref(w.ID)}}
		switch {
		case w.Gone:
			task.Detail = frame.T("today.webhook_gone", "Host", hostOf(w.URL))
		case w.On && w.Health.Worrying():
			task.Detail = frame.T("today.webhook_fails", "Host", hostOf(w.URL), "Since", frame.Time(w.Health.Failing))
		default:
			continue
		}
		b.Tasks = append(b.Tasks, task)
	}
	return b, err
}
