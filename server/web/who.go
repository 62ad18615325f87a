package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"linli/server/device"
	"linli/server/fault"
	"linli/server/viewer"
)

// token is the session's token: of the Authorization header, else of the cookie.
func (s *Site) token(r *http.Request) string {
	if token, ok := bearer(r.Header.Get("Authorization")); ok {
		return token
	}
	return s.cookieToken(r)
}

func bearer(header string) (string, bool) {
	scheme, token, _ := strings.Cut(header, " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

// identify tells who asks. A token that is not or no longer good makes an anonymous viewer, whom what needs a sign-in
// answers UNAUTHENTICATED; an error means that it could not be found out.
func (s *Site) identify(ctx context.Context, token string, from origin) (*viewer.Viewer, error) {
	v := &viewer.Viewer{}
	if token != "" {
		switch known, err := s.holder(ctx, token); {
		case err == nil:
			*v = *known
		case fault.Of(err) != fault.Unauthenticated:
			return nil, err
		}
	}
	v.Address, v.Device = from.address, from.device
	return v, nil
}

// holder is whose token it is: a person's of a session, or a door device.
func (s *Site) holder(ctx context.Context, token string) (*viewer.Viewer, error) {
	if device.IsToken(token) {
		return s.Resolver.Devices.Viewer(ctx, token)
	}
	return s.Viewer(ctx, token)
}

// counted bounds what an address asks of a plain route.
func (s *Site) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.limits.addresses.Take(s.address(r)); err != nil {
			tooMany(w, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// known puts the viewer into the context of a plain route.
func (s *Site) known(next http.Handler) http.Handler {
	return s.counted(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.identify(r.Context(), s.token(r), s.origin(r))
		if err != nil {
			slog.ErrorContext(r.Context(), "no viewer", "request_id", requestID(r.Context()), "err", err)
			plain(w, http.StatusServiceUnavailable, "Please try again.\n")
			return
		}
		next.ServeHTTP(w, r.WithContext(viewer.With(r.Context(), v)))
	}))
}

// origin is where a request comes from.
type origin struct{ address, device string }

func (s *Site) origin(r *http.Request) origin {
	return origin{s.address(r), agent(r.UserAgent())}
}

// address is whoever is at the other end: the peer, or what trusted proxies say, the rightmost that is not one of them.
func (s *Site) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	peer, err := netip.ParseAddr(host)
	if err != nil || !s.trusted(peer) {
		return shorten(host)
	}
	forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(forwarded) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(forwarded[i]))
		if err != nil {
			break
		}
		if peer = hop; !s.trusted(hop) {
			break
		}
	}
	return shorten(peer.String())
}

func (s *Site) trusted(a netip.Addr) bool {
	for _, p := range s.Proxies {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// shorten makes one address of a network that belongs to one subscriber: IPv6 gives each of them 2^64.
func shorten(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Unmap().Is4() {
		return a.Unmap().String()
	}
	p, _ := a.Prefix(64)
	return p.String()
}
