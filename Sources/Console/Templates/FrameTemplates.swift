/// What stands around every page.
extension Templates {
    static let layout = #"""
        <!DOCTYPE html>
        <html lang="vi">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} – Nhà Rông {{commune}}</title>
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="{{icon}}" type="image/svg+xml">
        <link rel="stylesheet" href="{{style}}">
        <script src="{{script}}" defer></script>
        </head>
        <body data-page="{{page}}"{{#own}} data-self="{{own}}"{{/own}} data-ends="{{ends}}">
        <a class="skip" href="#noi-dung">Bỏ qua, đến nội dung chính</a>
        <div class="frame">
        <header class="rail">
        <div class="rail__in">
        <div class="weave" aria-hidden="true"></div>
        <a class="brand" href="/viec"><svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path fill="currentColor" d="M13.4 1.5h5.2c.6 8.3 4 14.2 11.9 18.5H1.5C9.4 15.7 12.8 9.8 13.4 1.5zM5 21.6h22v4.8H5zM7 27.6h2.4v3.4H7zM14.8 27.6h2.4v3.4h-2.4zM22.6 27.6H25v3.4h-2.4z"/></svg><span class="brand__words"><b>Nhà Rông</b><span>{{commune}}{{#sample}} (mẫu){{/sample}}</span></span></a>
        <nav class="nav" aria-label="Trang chính"><ul>{{#ways}}<li{{#wide}} class="only-wide"{{/wide}}><a href="{{href}}"{{#current}} aria-current="page"{{/current}}>{{label}}{{#count}} <span class="count" data-count="{{id}}">{{count}}<span class="hidden"> việc</span></span>{{/count}}</a></li>{{/ways}}<li><a href="#muc-luc">Mục lục</a></li></ul></nav>
        <div class="me">
        <p><b>{{me}}</b>{{#unit}}, {{unit}}{{/unit}}<br><span class="needs-script" id="chuong">Chuông đang tắt</span></p>
        <div class="row-of"><button type="button" class="linkish needs-script" id="nghe-thu">Nghe thử</button> <form class="inline" action="/dang-xuat" method="post"><input type="hidden" name="ma" value="{{code}}"><button class="linkish">Đăng xuất</button></form></div>
        </div>
        </div>
        </header>
        <main id="noi-dung" tabindex="-1">
        <div id="bao" class="stack">
        {{#practice}}<div class="notice notice--risk notice--slim"><p><b>{{practice}}</b></p></div>{{/practice}}
        <div class="notice notice--alarm" id="mat-noi" hidden><p><b>Mất kết nối. <span data-when>Trang này là lúc {{clock}}.</span></b> Máy tính đang tự nối lại. {{you}} cứ viết tiếp.</p></div>
        <div class="notice notice--alarm notice--bar" id="chan-chuong" hidden><p><b>Trình duyệt đang chặn chuông.</b> Bấm để chuông kêu được.</p><button type="button" class="button button--second" id="bat-chuong">Bật chuông</button></div>
        <div class="notice notice--risk notice--bar" id="sap-het" hidden><p role="status"><b>Còn 5 phút là tự đăng xuất.</b> Tin viết dở đã lưu.</p><button type="button" class="button button--second" id="con-lam">Tôi vẫn làm việc</button></div>
        </div>
        {{{main}}}
        </main>
        <footer class="foot" id="muc-luc">
        <h2>Mục lục</h2>
        <nav aria-label="Tất cả các trang">
        <ul>
        {{#all}}<li><a href="{{href}}">{{label}}</a></li>{{/all}}
        </ul>
        </nav>
        <form action="/dang-xuat" method="post"><input type="hidden" name="ma" value="{{code}}"><button class="linkish">Đăng xuất</button></form>
        </footer>
        </div>
        </body>
        </html>
        """#

    /// A page of somebody who is not signed in.
    static let gate = #"""
        <!DOCTYPE html>
        <html lang="vi">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} – Nhà Rông{{#commune}} {{commune}}{{/commune}}</title>
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="{{icon}}" type="image/svg+xml">
        <link rel="stylesheet" href="{{style}}">
        <script src="{{script}}" defer></script>
        </head>
        <body data-page="gate">
        <a class="skip" href="#noi-dung">Bỏ qua, đến nội dung chính</a>
        <div class="weave" aria-hidden="true"></div>
        <header class="gate gate--brand"><div class="brand"><svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path fill="currentColor" d="M13.4 1.5h5.2c.6 8.3 4 14.2 11.9 18.5H1.5C9.4 15.7 12.8 9.8 13.4 1.5zM5 21.6h22v4.8H5zM7 27.6h2.4v3.4H7zM14.8 27.6h2.4v3.4h-2.4zM22.6 27.6H25v3.4h-2.4z"/></svg><span class="brand__words"><b>Nhà Rông</b><span>{{place}}</span></span></div></header>
        <main id="noi-dung" tabindex="-1" class="gate">
        {{{main}}}
        </main>
        </body>
        </html>
        """#

    /// A page of one sentence: something is not there, or went wrong.
    static let message = #"""
        <div class="page stack">
        <h1>{{heading}}</h1>
        <p>{{words}}</p>
        {{#kept}}<div class="card stack"><h2>Tin {{you}} vừa viết</h2><p class="words">{{kept}}</p>
        <form action="/quay-lai" method="post"><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="viec" value="{{matter}}"><input type="hidden" name="tin" value="{{kept}}"><button class="button">Mở lại với tin này</button></form></div>{{/kept}}
        {{^kept}}<p><a class="button" href="{{href}}">{{label}}</a></p>{{/kept}}
        </div>
        """#

    static let errors = #"""
        {{#errors}}<div class="errors" role="alert" tabindex="-1" id="loi"><h2>{{heading}}</h2><ul>{{#list}}<li><a href="#{{field}}">{{words}}</a></li>{{/list}}</ul></div>{{/errors}}
        """#

    static let signin = #"""
        {{>errors}}
        {{#isKept}}<div class="notice notice--risk"><p><b>Hãy nhập lại mật khẩu.</b> Chữ đang viết vẫn còn ở đây.</p></div>{{/isKept}}
        <form class="card stack" action="/dang-nhap" method="post" novalidate>
        <h1>Đăng nhập</h1>
        <input type="hidden" name="ma" value="{{code}}">
        {{#back}}<input type="hidden" name="ve" value="{{back}}">{{/back}}
        {{#kept}}<input type="hidden" name="viec" value="{{matter}}"><div class="field"><label for="tin">Tin đang viết</label><textarea id="tin" name="tin" rows="4" readonly>
        {{kept}}</textarea></div>{{/kept}}{{#carried}}<input type="hidden" name="{{name}}" value="{{value}}">{{/carried}}{{#typed}}<p class="words">{{typed}}</p>{{/typed}}
        <div class="field{{#wrong}} field--error{{/wrong}}"><label for="ten">Tên đăng nhập</label>{{#wrong}}<p class="field__error" id="ten-loi">{{wrong}}</p>{{/wrong}}<input type="text" id="ten" name="ten" value="{{login}}" autocomplete="username" autocapitalize="none" spellcheck="false"{{#wrong}} aria-describedby="ten-loi" aria-invalid="true"{{/wrong}}></div>
        <div class="field"><label for="mk">Mật khẩu</label><input type="password" id="mk" name="mk" autocomplete="current-password"></div>
        {{#asksCode}}<div class="field{{#wrongCode}} field--error{{/wrongCode}}"><label for="so">Mã 6 số trên điện thoại của {{you}}</label>{{#wrongCode}}<p class="field__error" id="so-loi">{{wrongCode}}</p>{{/wrongCode}}<input class="short" type="text" id="so" name="so" inputmode="numeric" autocomplete="one-time-code" maxlength="10"></div>{{/asksCode}}
        <div class="choice needs-script"><input type="checkbox" id="bell" name="bell" value="1" checked><label for="bell">Bật chuông khi có việc mới</label></div>
        <button class="button button--full">Đăng nhập</button>
        </form>
        <p class="far-card"><b>Quên mật khẩu?</b> {{help}}</p>
        <p class="far-card soft small">Tin đang viết dở vẫn được giữ khi đăng xuất hoặc mất điện.</p>
        """#

    /// A form that was typed before the sign-in ended.
    static let sendAgain = #"""
        <div class="page stack"><h1>{{heading}}</h1>
        <p>Chữ vừa gõ vẫn còn nguyên, nhưng chưa lưu. Bấm để lưu tiếp.</p>
        <form class="card stack" action="{{action}}" method="post"><input type="hidden" name="ma" value="{{code}}">{{#fields}}<input type="hidden" name="{{name}}" value="{{value}}">{{/fields}}<p class="words">{{typed}}</p>
        <p class="row-of"><button class="button">Lưu tiếp</button> <a class="more" href="/viec">Thôi, không lưu</a></p></form></div>
        """#

    static let oneTime = #"""
        {{>errors}}
        <form class="card stack" action="{{action}}" method="post" novalidate>
        <h1>Đăng nhập một lần</h1>
        {{^asksCode}}<p>Bấm để vào bằng đường dẫn dùng một lần này.</p>{{/asksCode}}
        <input type="hidden" name="ma" value="{{code}}">
        {{#asksCode}}<p>Tài khoản này dùng thêm mã 6 số.</p><div class="field{{#wrong}} field--error{{/wrong}}"><label for="so">Mã 6 số trên điện thoại</label>{{#wrong}}<p class="field__error" id="so-loi">{{wrong}}</p>{{/wrong}}<input class="short" type="text" id="so" name="so" inputmode="numeric" autocomplete="one-time-code" maxlength="10"{{#wrong}} aria-describedby="so-loi" aria-invalid="true"{{/wrong}}></div>{{/asksCode}}
        <button class="button button--full">Vào</button>
        </form>
        """#

    static let keys = #"""
        <div class="page stack">
        <h1>Chuông và phím tắt</h1>
        <h2>Chuông</h2>
        <p>Chuông kêu khi có việc mới, và kêu mãi khi có việc khẩn cấp chưa ai nhận. Bấm “Nghe thử” ở cột bên trái để bật. Trên điện thoại, bật chuông lúc đăng nhập.</p>
        <h2>Phím tắt</h2>
        <p>Phím tắt chỉ dùng được khi con trỏ không ở trong ô chữ. Không phím nào gửi tin, nhận việc hay đóng việc.</p>
        <dl class="keys"><dt><kbd>g</kbd></dt><dd>về danh sách việc chờ</dd><dt><kbd>j</kbd></dt><dd>xuống việc sau</dd><dt><kbd>k</kbd></dt><dd>lên việc trước</dd><dt><kbd>/</kbd></dt><dd>tìm</dd><dt><kbd>?</kbd></dt><dd>trang này</dd></dl>
        <div class="choice needs-script"><input type="checkbox" id="phim-tat" checked><label for="phim-tat">Dùng phím tắt</label></div>
        </div>
        """#
}
