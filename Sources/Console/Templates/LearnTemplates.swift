/// Ready answers, one's own account, and the record of who did what.
extension Templates {
    static let readyList = #"""
        <div class="page-head"><h1>Trả lời sẵn</h1><p><a class="button button--second" href="/cau-san/moi">Thêm câu sẵn</a></p></div>
        {{#done}}<div class="notice notice--done" role="status"><p><b>{{done}}</b></p></div>{{/done}}
        <form class="findbar" action="/cau-san" method="get" role="search"><div class="field"><label for="q">Tìm câu trả lời sẵn</label><span class="hint" id="q-giup">Gõ có dấu hay không dấu đều được.</span><input type="search" id="q" name="q" value="{{query}}" aria-describedby="q-giup" autocomplete="off"></div><button class="button">Tìm</button></form>
        <h2 class="far-card">{{found}}</h2>
        <ol class="hits">{{#answers}}<li><h3><a href="/cau-san/{{id}}">{{title}}</a></h3><p class="words">{{body}}</p><p class="soft small">{{about}}</p></li>
        {{/answers}}</ol>
        """#

    static let readyForm = #"""
        {{>errors}}<form class="page stack" action="{{action}}" method="post" novalidate><p><a class="back" href="/cau-san">‹ Trả lời sẵn</a></p>
        <h1>{{heading}}</h1><input type="hidden" name="ma" value="{{code}}">
        {{#communes}}<div class="field"><label for="xa">Xã</label><select id="xa" name="xa">{{#list}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/list}}</select></div>{{/communes}}
        <div class="field"><label for="ten">Tên câu</label><p class="hint" id="ten-giup">Ví dụ: Khai sinh: sinh tại nhà</p><input class="wide" type="text" id="ten" name="ten" value="{{title}}" maxlength="120" aria-describedby="ten-giup" autocomplete="off"></div>
        <div class="field"><label for="noi-dung-cau">Nội dung</label><p class="hint" id="nd-giup">Chỗ phải điền mỗi lần thì viết giữa hai ngoặc nhọn, như {{example}}. Chưa điền thì không gửi được.</p><textarea id="noi-dung-cau" name="nd" rows="6" maxlength="4000" aria-describedby="nd-giup">
        {{body}}</textarea></div>
        {{#previews}}<h2>Điện thoại sẽ hiện</h2>{{#list}}<p class="small"><b>{{label}}</b></p><samp class="phone">{{text}}</samp>{{/list}}{{/previews}}
        <p><button class="button">Lưu</button></p></form>
        {{#old}}<section class="page far"><h2>Các bản trước</h2><ol class="hits">{{#list}}<li><p class="soft small">{{about}}</p><p class="words">{{body}}</p></li>{{/list}}</ol>
        <form action="/cau-san/{{id}}/bo" method="post" class="far"><input type="hidden" name="ma" value="{{code}}"><button class="button button--second">Bỏ câu này khỏi danh sách</button></form></section>{{/old}}
        """#

    static let account = #"""
        <div class="page stack"><h1>Tài khoản của tôi</h1>
        {{#done}}<div class="notice notice--done" role="status"><p><b>{{done}}</b></p></div>{{/done}}
        <dl class="facts"><dt>Họ tên</dt><dd>{{name}}</dd><dt>Tên đăng nhập</dt><dd>{{login}}</dd><dt>Vai trò</dt><dd>{{role}}</dd><dt>Mã 6 số</dt><dd>{{factor}}</dd></dl>
        <p class="row-of"><a class="button button--second" href="/tai-khoan/mat-khau">Đổi mật khẩu</a> <a class="button button--second" href="/tai-khoan/ma">{{factorLabel}}</a></p>
        <h2>Đang đăng nhập ở</h2>
        <ul class="hits">{{#sessions}}<li><p><b>{{agent}}</b>{{#here}} · máy đang dùng{{/here}}</p><p class="soft small">Vào lúc {{begun}}, dùng lần cuối {{seen}}, từ {{address}}</p></li>{{/sessions}}</ul>
        <form action="/tai-khoan/dang-xuat-het" method="post"><input type="hidden" name="ma" value="{{code}}"><button class="button button--second">Đăng xuất ở mọi nơi khác</button></form></div>
        """#

    static let password = #"""
        {{>errors}}<form class="page stack" action="/tai-khoan/mat-khau" method="post" novalidate><p><a class="back" href="/tai-khoan">‹ Tài khoản của tôi</a></p>
        <h1>Đổi mật khẩu</h1><input type="hidden" name="ma" value="{{code}}">
        <input type="text" class="hidden" name="username" value="{{login}}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
        {{#asksOld}}<div class="field"><label for="cu">Mật khẩu đang dùng</label><input type="password" id="cu" name="cu" autocomplete="current-password"></div>{{/asksOld}}
        <div class="field"><label for="mk">Mật khẩu mới</label><p class="hint" id="mk-giup">Ít nhất 10 chữ. Bốn, năm từ không liên quan dễ nhớ mà khó đoán.</p><input type="password" id="mk" name="mk" autocomplete="new-password" aria-describedby="mk-giup"></div>
        <p><button class="button">Đổi mật khẩu</button></p></form>
        """#

    static let factor = #"""
        {{>errors}}<form class="page stack" action="/tai-khoan/ma" method="post" novalidate>{{#back}}<p><a class="back" href="/tai-khoan">‹ Tài khoản của tôi</a></p>{{/back}}
        <h1>Mã 6 số khi đăng nhập</h1><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="khoa" value="{{secret}}">
        {{#must}}<p><b>Người quản trị phải dùng thêm mã 6 số.</b> Làm một lần, rồi mới vào được các trang khác.</p>{{/must}}
        <ol class="plain-list"><li>Mở ứng dụng tạo mã trên điện thoại, như Google Authenticator hoặc FreeOTP.</li><li>Chọn thêm tài khoản bằng cách gõ khóa, gõ: <b class="secret">{{secret}}</b></li><li>Gõ 6 số mà điện thoại hiện vào ô dưới.</li></ol>
        {{#asksOld}}<div class="field"><label for="cu">Mật khẩu đang dùng</label><input type="password" id="cu" name="cu" autocomplete="current-password"></div>{{/asksOld}}
        <div class="field"><label for="so">Mã 6 số</label><input class="short" type="text" id="so" name="so" inputmode="numeric" autocomplete="one-time-code" maxlength="10"></div>
        <p><button class="button">Dùng mã 6 số</button></p></form>
        """#

    static let record = #"""
        <h1>Nhật ký</h1>
        <p class="soft">Ai làm gì, lúc nào. Không ghi chữ nào bà con nhắn.</p>
        <div class="scroll" role="region" aria-label="Nhật ký" tabindex="0"><table class="log"><caption class="hidden">Nhật ký, việc mới nhất ở trên</caption><thead><tr><th scope="col">Lúc</th><th scope="col">Ai</th><th scope="col">Làm gì</th></tr></thead><tbody>
        {{#entries}}<tr><td class="num">{{at}}</td><th scope="row">{{who}}</th><td>{{what}}</td></tr>
        {{/entries}}</tbody></table></div>
        {{#next}}<nav class="pages" aria-label="Các trang nhật ký"><a href="{{next}}">Cũ hơn ›</a></nav>{{/next}}
        """#
}
