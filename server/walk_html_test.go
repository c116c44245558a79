package main

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// document is a page that was read.
type document struct{ root *html.Node }

func parsed(body string) document {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		panic(err) // only a reader that fails
	}
	return document{root}
}

// all returns the elements with one of these names below a node, in the order of the page.
func all(n *html.Node, names ...string) (found []*html.Node) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && slices.Contains(names, d.Data) {
			found = append(found, d)
		}
	}
	return found
}

func (d document) main() *html.Node {
	if found := all(d.root, "main"); len(found) > 0 {
		return found[0]
	}
	return d.root
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// text returns the words below a node.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// find returns the first element below a node whose attribute has this word in it, or nil.
func find(n *html.Node, name, word string) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && slices.Contains(strings.Fields(attr(d, name)), word) {
			return d
		}
	}
	return nil
}

// outline writes an element a line, indented by how deep it is, with its attributes and the text that it begins with.
// Below skip it writes nothing.
func outline(n, skip *html.Node) []string {
	var out []string
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		indent := strings.Repeat(" ", depth)
		switch n.Type {
		case html.ElementNode:
			line := indent + n.Data
			for _, a := range n.Attr {
				line += " " + a.Key
				if a.Val != "" {
					line += "=" + quoted(a.Val)
				}
			}
			out = append(out, line)
			depth++
		case html.TextNode:
			words := strings.Join(strings.Fields(n.Data), " ")
			if n.Parent != nil && (n.Parent.Data == "pre" || n.Parent.Data == "textarea") {
				words = strings.ReplaceAll(strings.TrimSpace(n.Data), "\n", "⏎")
			}
			if words == "" {
				return
			}
			if n.PrevSibling == nil && len(out) > 0 {
				out[len(out)-1] += " | " + words
			} else {
				out = append(out, indent+"| "+words)
			}
		}
		if n == skip {
			return
		}
		for c := range n.ChildNodes() {
			walk(c, depth)
		}
	}
	walk(n, 0)
	return out
}

// quoted puts a value in quotes where it has blanks.
func quoted(value string) string {
	value = strings.Join(strings.Fields(value), " ")
	if strings.ContainsAny(value, " |=") {
		return `"` + value + `"`
	}
	return value
}

// links returns where a page leads to on this server, without the switches of language and size.
func (d document) links(page string) (found []string) {
	base, err := url.Parse(walkBase + page)
	if err != nil {
		return nil
	}
	for _, a := range all(d.root, "a") {
		to, err := base.Parse(attr(a, "href"))
		if err != nil || to.Host != base.Host || to.Query().Has("lang") || to.Query().Has("text") {
			continue
		}
		to.Fragment = ""
		if path := to.RequestURI(); !slices.Contains(found, path) {
			found = append(found, path)
		}
	}
	return found
}
