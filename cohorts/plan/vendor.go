package plan

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Vendor is the company that makes the portal, as the team needs to know it.
type Vendor struct {
	Name     string          `json:"name" validate:"required,max=100"`
	People   []VendorContact `json:"people" validate:"max=10,dive"`
	Hours    string          `json:"hours" validate:"max=200"`   // when it answers
	Tickets  string          `json:"tickets" validate:"max=500"` // address of its tickets; TicketPlace stands where the number goes
	Contract Contract        `json:"contract"`
	Version  int64           `json:"version"`
}

// VendorContact is somebody to turn to at the vendor's.
type VendorContact struct {
	Name  string `json:"name" validate:"required_with=Role Phone Email,max=100"`
	Role  string `json:"role" validate:"max=100"` // for what
	Phone string `json:"phone" validate:"max=50"` // with an extension, where there is one
	Email string `json:"email" validate:"omitempty,max=254,email"`
}

// Contract is the contract with the vendor. Its day is a midnight in UTC.
type Contract struct {
	Ends   time.Time `json:"ends"`                                  // its last day; zero: it is not known
	Notice int       `json:"notice_days" validate:"min=0,max=1000"` // how many days before it ends notice has to be given; 0: none has
	Text   string    `json:"text" validate:"max=2000"`              // what else the team has to know of it
}

// NoticeBy returns the last day on which notice can be given; zero where there is no such day.
func (c Contract) NoticeBy() time.Time {
	if c.Ends.IsZero() || c.Notice == 0 {
		return time.Time{}
	}
	return c.Ends.AddDate(0, 0, -c.Notice)
}

// contractAhead is for how many days before something has to be done about the contract the team is told.
const contractAhead = 60

// Near reports whether on a day something is soon to be done about the contract, or should have been: notice to be given, or a
// new one to be made.
func (c Contract) Near(day time.Time) bool {
	next := c.NoticeBy()
	if next.IsZero() {
		next = c.Ends
	}
	return !next.IsZero() && !day.Before(next.AddDate(0, 0, -contractAhead))
}

// TicketPlace stands in the address of tickets where the number of one goes.
const TicketPlace = "{ticket}"

// Unknown reports whether nothing was written of the vendor yet.
func (v Vendor) Unknown() bool { return v.Name == "" }

// TicketHref returns where a ticket is, of which somebody wrote down the number or the address; empty where that is not known.
func (v Vendor) TicketHref(ticket string) string {
	switch ticket = strings.TrimSpace(ticket); {
	case ticket == "":
		return ""
	case isWebAddress(ticket):
		return ticket
	}
	number := strings.ReplaceAll(url.QueryEscape(ticket), "+", "%20") // that is right in a path and in a query
	return strings.ReplaceAll(v.Tickets, TicketPlace, number)
}

// isWebAddress reports whether a text is the address of a page that is reached safely.
func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil && !strings.ContainsAny(text, " \n")
}

// Check returns nil, or an Invalid error that names every bad field.
func (v Vendor) Check() error {
	v = v.tidy()
	var bad []base.Field
	if v.Tickets != "" && !isWebAddress(v.Tickets) {
		bad = append(bad, base.Field{Name: "tickets", Text: base.T("vendor.tickets_bad")})
	}
	if v.Contract.Notice > 0 && v.Contract.Ends.IsZero() {
		bad = append(bad, base.Field{Name: "contract.ends", Text: base.T("vendor.ends_first")})
	}
	return base.Besides(base.Check(v), base.InvalidFields(bad...))
}

// tidy returns the vendor without blanks around what was typed.
func (v Vendor) tidy() Vendor {
	v.Name, v.Hours, v.Tickets = base.OneLine(v.Name), base.OneLine(v.Hours), strings.TrimSpace(v.Tickets)
	v.Contract.Text = strings.TrimSpace(v.Contract.Text)
	v.People = slices.Clone(v.People)
	for i, p := range v.People {
		v.People[i] = VendorContact{base.OneLine(p.Name), base.OneLine(p.Role), base.OneLine(p.Phone), strings.TrimSpace(p.Email)}
	}
	return v
}

// Vendor returns the vendor's card; an empty one where nothing was written yet.
func (s *Service) Vendor(ctx context.Context) (Vendor, error) {
	v, err := s.Store.Vendor(ctx)
	if err != nil {
		return v, fmt.Errorf("reading the vendor: %w", err)
	}
	return v, nil
}

// SaveVendor puts the card in the place of the one that is kept; people of whom nothing is said are left out. With a Version it
// returns Conflict where another is kept.
func (s *Service) SaveVendor(ctx context.Context, v Vendor) (Vendor, error) {
	v = v.tidy()
	if err := v.Check(); err != nil {
		return v, err
	}
	v.People = slices.DeleteFunc(v.People, func(p VendorContact) bool { return p == VendorContact{} })
	kept, err := base.Revise(func() (Vendor, error) { return s.Vendor(ctx) }, func(kept *Vendor) error {
		if v.Version != 0 && v.Version != kept.Version {
			return base.ErrChanged
		}
		version := kept.Version
		*kept = v
		kept.Version = version
		return nil
	}, func(v Vendor) error {
		if err := s.Store.SaveVendor(ctx, v); err != nil {
			return fmt.Errorf("keeping the vendor: %w", err)
		}
		return nil
	})
	if err == nil {
		kept.Version++
	}
	return kept, err
}
