package answer

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/web/page"
)

// atomFeed is the news as programs read them (RFC 4287), in one language.
type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Updated  string      `xml:"updated"`
	Author   atomAuthor  `xml:"author"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel      string `xml:"rel,attr"`
	Type     string `xml:"type,attr"`
	Language string `xml:"hreflang,attr,omitempty"`
	Href     string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Content atomText `xml:"content"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// atomType is the media type of feeds.
const atomType = "application/atom+xml"

// Feed sends the newest news as a feed, in the language of "lang".
func (s News) Feed(c echo.Context) error {
	frame, link, ok, err := s.reader(c)
	if !ok {
		return err
	}
	if wish := c.QueryParam("lang"); slices.ContainsFunc(frame.Languages, func(l page.Language) bool { return l.Code == wish }) {
		frame.Printer = s.Texts.In(wish)
	}
	found, err := s.Announce.News(c.Request().Context(), "", newsAtOnce)
	if err != nil {
		return err
	}
	items, err := s.items(c, frame, found.Items)
	if err != nil {
		return err
	}
	here := func(path string, pairs ...string) string {
		return s.BaseURL + page.Address(path, append(pairs, "link", link)...)
	}
	feed := atomFeed{
		Language: frame.Lang(), ID: s.atomID(frame, ""), Title: frame.T("news.title"), Updated: time.Unix(0, 0).UTC().Format(time.RFC3339), Author: atomAuthor{frame.Clinic},
		Links: []atomLink{{"self", atomType, frame.Lang(), here("/news.atom", "lang", frame.Lang())}, {"alternate", "text/html", frame.Lang(), here("/news")}},
	}
	for n, a := range found.Items {
		updated := a.In.UTC().Format(time.RFC3339)
		if n == 0 {
			feed.Updated = updated
		}
		text := []string{frame.T("news.heard"), items[n].Heard, "", frame.T("news.did")}
		switch {
		case items[n].Later: // the title says so
			text = nil
		case items[n].Refused:
			text[3] = frame.T("news.refused")
		}
		for _, q := range items[n].Quotes {
			text[1] += "\n" + frame.T("news.quote", "Text", q.Text)
		}
		text = append(text, items[n].Did...)
		feed.Entries = append(feed.Entries, atomEntry{
			ID: s.atomID(frame, a.ID), Title: items[n].Heard, Updated: updated, Link: atomLink{"alternate", "text/html", frame.Lang(), here("/news") + "#" + a.ID},
			Content: atomText{"text", strings.Join(text, "\n")},
		})
	}
	written, err := xml.MarshalIndent(feed, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the feed of the news: %w", err)
	}
	return c.Blob(http.StatusOK, atomType+"; charset=utf-8", append([]byte(xml.Header), written...))
}

// atomID returns the id of an entry, or of the feed where it is empty: always the same, wherever the server is.
func (s News) atomID(frame page.Page, entry string) string {
	h := s.Contact.Links.Hash("news/" + frame.Lang() + "/" + entry)
	return fmt.Sprintf("urn:uuid:%s-%s-%s-%s-%s", h[:8], h[8:12], h[12:16], h[16:20], h[20:])
}
