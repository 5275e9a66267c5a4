/// The page's files; its words are Vietnamese, because offices train with it.
enum PhoneAssets {
    static let page = #"""
        <!DOCTYPE html>
        <html lang="vi">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Điện thoại tập – Nhà Rông</title>
        <link rel="stylesheet" href="/phone.css">
        <link rel="icon" href="/phone.svg">
        <script src="/phone.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#dien-thoai">Tới các điện thoại</a>
        <header class="top">
        <h1>Điện thoại tập</h1>
        <p id="noi" class="soft"></p>
        <div class="tools">
        <p class="clock">Đồng hồ: <span id="dong-ho" class="num">…</span></p>
        <div id="doi-gio" class="row" hidden>
        <button type="button" data-time="+1h">Tới 1 giờ</button>
        <button type="button" data-time="+1d">Tới 1 ngày</button>
        </div>
        <div class="row">
        <label for="nha-mang">Nhà mạng giả</label>
        <select id="nha-mang">
        <option value="well">Chạy tốt</option>
        <option value="slow 3">Chậm 3 giây</option>
        <option value="down">Hỏng, không nhận tin</option>
        <option value="garbled">Trả lời lung tung</option>
        <option value="refusing">Từ chối từng tin</option>
        <option value="forging">Ký sai khi đưa tin đến</option>
        <option value="silent">Không báo tin đã tới</option>
        </select>
        </div>
        <form id="them" class="row" action="/" method="get">
        <label for="kenh">Thêm điện thoại</label>
        <select id="kenh"></select>
        <label for="so" class="hidden">Số điện thoại, để trống thì tự đặt</label>
        <input id="so" type="text" placeholder="Số (tự đặt)" autocomplete="off" maxlength="40">
        <button type="submit">Thêm</button>
        </form>
        </div>
        <p id="bao" role="status" class="notice"></p>
        </header>
        <div class="desk">
        <main id="dien-thoai" class="phones" tabindex="-1">
        <h2 class="hidden">Các điện thoại</h2>
        <noscript><p class="notice">Trang này cần JavaScript.</p></noscript>
        </main>
        <aside class="side" aria-label="Phía sau tin nhắn" tabindex="0">
        <section aria-labelledby="vi-sao">
        <h2 id="vi-sao">Vì sao máy trả lời vậy</h2>
        <div id="ly-do"><p class="soft">Bấm “Vì sao?” dưới một tin của người dân.</p></div>
        </section>
        <section aria-labelledby="can-bo">
        <h2 id="can-bo">Cán bộ thấy</h2>
        <div id="ban"></div>
        </section>
        </aside>
        </div>
        </body>
        </html>
        """#

    static let sticker = #"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96"><circle cx="48" cy="48" r="42" fill="#FFC72C" stroke="#8C3B1E" stroke-width="4"/><circle cx="34" cy="40" r="5" fill="#241D18"/><circle cx="62" cy="40" r="5" fill="#241D18"/><path d="M28 58c10 14 30 14 40 0" fill="none" stroke="#241D18" stroke-width="5" stroke-linecap="round"/></svg>
        """#
}
