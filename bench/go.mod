module linli/bench

go 1.26.0

require github.com/lib/pq v1.12.3

require github.com/gorilla/websocket v1.5.3 // indirect
