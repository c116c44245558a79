package store

import (
	"context"
	"time"

	"soundings/cohorts/plan"
)

// vendorDoc is the card of the company that makes the portal. Its words are sealed together, those of people one after the other.
type vendorDoc struct {
	Head   `bson:",inline"`
	Words  []byte     `bson:"words"`
	Ends   *time.Time `bson:"contract_ends,omitempty"`
	Notice int        `bson:"notice_days,omitempty"`
}

// Vendor returns the vendor's card; the zero Vendor where none is kept.
func (s *Store) Vendor(ctx context.Context) (plan.Vendor, error) {
	docs, err := get[vendorDoc](ctx, s, settings, "vendor")
	if err != nil || docs[0] == nil {
		return plan.Vendor{}, err
	}
	d, words := docs[0], map[string][]string{}
	if err := unseal(s.sealer, settings, d.ID, "words", d.Words, &words); err != nil {
		return plan.Vendor{}, err
	}
	v := plan.Vendor{Contract: plan.Contract{Ends: given(d.Ends), Notice: d.Notice}, Version: d.Version}
	if of := words["company"]; len(of) == 4 {
		v.Name, v.Hours, v.Tickets, v.Contract.Text = of[0], of[1], of[2], of[3]
	}
	for of := words["people"]; len(of) >= 4; of = of[4:] {
		v.People = append(v.People, plan.VendorContact{Name: of[0], Role: of[1], Phone: of[2], Email: of[3]})
	}
	return v, nil
}

// SaveVendor keeps the vendor's card.
func (s *Store) SaveVendor(ctx context.Context, v plan.Vendor) error {
	d := &vendorDoc{Head: Head{ID: "vendor", Version: v.Version}, Ends: optional(v.Contract.Ends), Notice: v.Contract.Notice}
	words := map[string][]string{"company": {v.Name, v.Hours, v.Tickets, v.Contract.Text}}
	for _, p := range v.People {
		words["people"] = append(words["people"], p.Name, p.Role, p.Phone, p.Email)
	}
	var err error
	if d.Words, err = seal(s.sealer, settings, d.ID, "words", words); err != nil {
		return err
	}
	return s.begin("vendor.save", d.ID).save(settings, d).commit(ctx)
}
