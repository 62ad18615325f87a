package web

import (
	"net/http"
	"time"
)

// jar is where signing in and out puts the cookie of this answer; it is what auth.WithCookies takes.
type jar struct {
	site *Site
	w    http.ResponseWriter
}

// Set keeps the token in the browser for as long as the session lasts.
func (j *jar) Set(token string, expires time.Time) {
	http.SetCookie(j.w, j.site.cookie(token, expires))
}

// Clear takes the token from the browser.
func (j *jar) Clear() { http.SetCookie(j.w, j.site.cookie("", time.Unix(0, 0))) }

// cookieName carries the __Host- prefix where the browser can hold us to it.
func (s *Site) cookieName() string {
	if s.secure() {
		return "__Host-linli"
	}
	return "linli"
}

func (s *Site) cookie(token string, expires time.Time) *http.Cookie {
	c := &http.Cookie{Name: s.cookieName(), Value: token, Path: "/", Expires: expires, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.secure()}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

func (s *Site) cookieToken(r *http.Request) string {
	if c, err := r.Cookie(s.cookieName()); err == nil {
		return c.Value
	}
	return ""
}
