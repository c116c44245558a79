package people

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
)

// sent returns the request of a form that was filled in.
func sent(values url.Values) echo.Context {
	r := httptest.NewRequest("POST", "/", strings.NewReader(values.Encode()))
	r.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
	return echo.New().NewContext(r, nil)
}

// What stands in the form of a participant is read as the same participant again.
func TestParticipantThroughTheForm(t *testing.T) {
	for _, p := range []cohorts.Participant{
		{Ref: "P-1", Group: cohorts.Patient, Attributes: map[string]string{}},
		{Ref: "P-2", Group: cohorts.Staff, Name: "Ann Lee", Email: "ann@example.org", Phone: "555-010-0101", Language: "es", Proxy: "P-1", Minor: true,
			Attributes: map[string]string{"site": "North", "Año de nacimiento": "1950", "age-band": "65+"}},
	} {
		if got := typedParticipant(sent(participantValues(p)), " "+p.Ref); !got.Same(p) || got.Ref != p.Ref {
			t.Errorf("%+v came back as %+v", p, got)
		}
	}
}

func TestOneMoreAttribute(t *testing.T) {
	typed := url.Values{"attributes[site]": {"North"}, "attributes": {"age"}, "attributes.value": {"65+"}}
	if got := typedParticipant(sent(typed), "P-1").Attributes; len(got) != 2 || got["site"] != "North" || got["age"] != "65+" {
		t.Errorf("read as %v", got)
	}
}

// The problem of an attribute stands at its own field; that of one more attribute where its name was typed.
func TestWhereTheProblemOfAnAttributeStands(t *testing.T) {
	for name, test := range map[string]struct {
		more, refused, want string
	}{
		"an attribute with a field":          {"", "attributes[site]", "attributes[site]"},
		"one more":                           {" a/b ", "attributes[a/b]", "attributes"},
		"one more without a name":            {"", "attributes[]", "attributes"},
		"one more that has a field already":  {"site", "attributes[site]", "attributes[site]"},
		"too many":                           {"", "attributes", "attributes"},
		"something that is not an attribute": {"", "email", "email"},
	} {
		t.Run(name, func(t *testing.T) {
			c := sent(url.Values{"attributes[site]": {"North"}, "attributes": {test.more}})
			typedParticipant(c, "P-1") // reads the form, as a handler does first
			refusal, ok := namingAttribute(c, page.Invalid(test.refused, "error.required")).(*base.Error)
			if !ok || refusal.Fields[0].Name != test.want {
				t.Errorf("the problem stands at %v", refusal)
			}
		})
	}
}
