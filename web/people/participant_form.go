package people

import (
	"errors"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
)

// attributeField begins the name of the field of each attribute.
const attributeField = "attribute."

// participantValues returns what stands in the form of a participant.
func participantValues(p cohorts.Participant) url.Values {
	values := url.Values{
		"group": {string(p.Group)}, "name": {p.Name}, "email": {p.Email}, "phone": {p.Phone}, "language": {p.Language}, "proxy": {p.Proxy},
	}
	if p.Minor {
		values.Set("minor", "yes")
	}
	for name, value := range p.Attributes {
		values.Set(attributeField+name, value)
	}
	return values
}

// typedParticipant reads the form of a participant.
func typedParticipant(c echo.Context, ref string) cohorts.Participant {
	p := cohorts.Participant{
		Ref: strings.TrimSpace(ref), Group: cohorts.Group(c.FormValue("group")), Name: c.FormValue("name"), Email: c.FormValue("email"),
		Phone: c.FormValue("phone"), Language: c.FormValue("language"), Proxy: c.FormValue("proxy"), Minor: c.FormValue("minor") != "",
		Attributes: map[string]string{},
	}
	for field := range c.Request().Form {
		if name, ok := strings.CutPrefix(field, attributeField); ok {
			p.Attributes[name] = c.FormValue(field)
		}
	}
	if name, value := c.FormValue("attribute_name"), c.FormValue("attribute_value"); name != "" || value != "" {
		p.Attributes[name] = value
	}
	return p
}

// renamedAttributes gives the refusal of an attribute, "attributes[site]", the name of its field in the form.
func renamedAttributes(c echo.Context, err error) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return err
	}
	names := map[string]string{}
	for _, f := range refusal.Fields {
		attribute, ok := strings.CutPrefix(f.Name, "attributes")
		if !ok {
			continue
		}
		name := attributeField + strings.Trim(attribute, "[]")
		if !c.Request().Form.Has(name) {
			name = "attribute_name"
		}
		names[f.Name] = name
	}
	return page.Renamed(err, names)
}
