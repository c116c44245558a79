package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"soundings/web/page"
)

// sheetText returns the rows of a spreadsheet, a tab between cells.
func sheetText(file string) string {
	book, err := excelize.OpenReader(strings.NewReader(file))
	if err != nil {
		return err.Error()
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		return err.Error()
	}
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(strings.Join(row, "\t") + "\n")
	}
	return text.String()
}

// plain returns a reply that is no page: JSON in order of its names, the rows of a spreadsheet, the beginning of anything else with a check of the
// whole.
func plain(r walkReply) []string {
	const most = 25
	if strings.Contains(r.header.Get("Content-Type"), "json") && !strings.Contains(r.header.Get("Content-Type"), "ndjson") {
		var value any
		d := json.NewDecoder(strings.NewReader(r.body))
		d.UseNumber()
		if d.Decode(&value) == nil {
			var b bytes.Buffer
			e := json.NewEncoder(&b)
			e.SetEscapeHTML(false)
			e.SetIndent("", " ")
			_ = e.Encode(value)
			return lines(b.String())
		}
	}
	if r.body == "" {
		return nil
	}
	if r.header.Get("Content-Type") == page.SheetType {
		r.body = sheetText(r.body)
	}
	all := lines(strings.ReplaceAll(r.body, "\r", ""))
	if len(all) > most {
		sum := sha256.Sum256([]byte(placeholders(r.body)))
		all = append(all[:most:most], fmt.Sprintf("… %d lines in all, %x", len(all), sum[:6]))
	}
	return all
}

// fileName returns the name of the file for a path: ids are left out of it.
func fileName(path string) string {
	path = chanceMade.ReplaceAllString(path, "ID")
	path = strings.NewReplacer("/", "_", "?", "~", "&", "+", ":", "", "%", "").Replace(strings.Trim(path, "/"))
	if path == "" {
		path = "home"
	}
	return path + ".txt"
}

// title returns the first heading of a page.
func title(d document) string {
	if found := all(d.root, "h1"); len(found) > 0 {
		return text(found[0])
	}
	return ""
}
