package upload

import (
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
)

func TestTypedMapping(t *testing.T) {
	header := []string{" Patient ID ", "Born", "Site", "Notes", "Name"}
	for name, test := range map[string]struct {
		typed url.Values
		want  upload.Mapping
	}{
		"nothing typed":                     {url.Values{}, upload.Mapping{}},
		"a column goes to a column":         {url.Values{"to.0": {"ref"}}, upload.Mapping{"Patient ID": "ref"}},
		"a column is left out":              {url.Values{"to.3": {LeaveOut}}, upload.Mapping{"Notes": ""}},
		"an attribute has a name":           {url.Values{"to.1": {AsAttribute}, "as.1": {" born "}}, upload.Mapping{"Born": "born"}},
		"an attribute without a name":       {url.Values{"to.2": {AsAttribute}, "as.2": {" "}}, upload.Mapping{"Site": "Site"}},
		"a name beside a column is no name": {url.Values{"to.4": {"name"}, "as.4": {"called"}}, upload.Mapping{"Name": "name"}},
		"a column that the file has not":    {url.Values{"to.5": {"ref"}}, upload.Mapping{}},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/", strings.NewReader(test.typed.Encode()))
			r.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
			if got := TypedMapping(echo.New().NewContext(r, nil), header); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestAskedMapping(t *testing.T) {
	for name, test := range map[string]struct {
		query   string
		want    upload.Mapping
		refused bool
	}{
		"nothing asked":              {"dry_run=true", upload.Mapping{}, false},
		"two columns":                {"map=Patient%20ID:ref&map=Notes:", upload.Mapping{"Patient ID": "ref", "Notes": ""}, false},
		"a colon in a column's name": {"map=Visit:%20last:visited", upload.Mapping{"Visit: last": "visited"}, false},
		"no colon":                   {"map=Notes", nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			query, err := url.ParseQuery(test.query)
			if err != nil {
				t.Fatal(err)
			}
			got, err := AskedMapping(query)
			if (err != nil) != test.refused || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v and %v, want %v", got, err, test.want)
			}
		})
	}
}
