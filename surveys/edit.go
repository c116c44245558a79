package surveys

import (
	"slices"
)

// PageOf returns on which page, from 0, the question with this id stands; -1: on none.
func (s Survey) PageOf(id string) int {
	return slices.IndexFunc(s.Pages, func(p Page) bool { return p.index(id) >= 0 })
}

func (p Page) index(id string) int {
	return slices.IndexFunc(p.Questions, func(q Question) bool { return q.ID == id })
}

// Add puts a question at the end of a page, from 0, or on a page of its own behind the last.
func (s *Survey) Add(q Question, page int) {
	if page < 0 || page >= len(s.Pages) {
		s.Pages = append(s.Pages, Page{})
		page = len(s.Pages) - 1
	}
	s.Pages[page].Questions = append(s.Pages[page].Questions, q)
}

// Replace puts a question in the place of the one with its id, or moves it to the end of another page.
func (s *Survey) Replace(q Question, page int) {
	from := s.PageOf(q.ID)
	if from < 0 {
		return
	}
	questions, i := s.Pages[from].Questions, s.Pages[from].index(q.ID)
	if from == page {
		questions[i] = q
		return
	}
	s.Pages[from].Questions = slices.Delete(questions, i, i+1)
	s.Add(q, page)
	s.dropEmpty()
}

// Remove takes a question out.
func (s *Survey) Remove(id string) {
	if page := s.PageOf(id); page >= 0 {
		i := s.Pages[page].index(id)
		s.Pages[page].Questions = slices.Delete(s.Pages[page].Questions, i, i+1)
		s.dropEmpty()
	}
}

// Move moves a question one place up or down. From the edge of a page it goes to the page beyond, if there is one.
func (s *Survey) Move(id string, down bool) {
	page := s.PageOf(id)
	if page < 0 {
		return
	}
	questions, i := s.Pages[page].Questions, s.Pages[page].index(id)
	switch {
	case down && i+1 < len(questions):
		questions[i], questions[i+1] = questions[i+1], questions[i]
	case !down && i > 0:
		questions[i], questions[i-1] = questions[i-1], questions[i]
	case down && page+1 < len(s.Pages):
		next := &s.Pages[page+1]
		next.Questions = slices.Insert(next.Questions, 0, questions[i])
		s.Pages[page].Questions = questions[:i]
	case !down && page > 0:
		before := &s.Pages[page-1]
		before.Questions = append(before.Questions, questions[i])
		s.Pages[page].Questions = questions[1:]
	}
	s.dropEmpty()
}

func (s *Survey) dropEmpty() {
	s.Pages = slices.DeleteFunc(s.Pages, func(p Page) bool { return len(p.Questions) == 0 })
}
