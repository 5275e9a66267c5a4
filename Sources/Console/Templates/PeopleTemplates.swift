/// Who may sign in, for administrators.
extension Templates {
    static let people = #"""
        <div class="page-head"><h1>Người dùng</h1><p><a class="button button--second" href="/nhan-su/moi">Thêm người</a></p></div>
        <p class="hint narrow-only">Kéo ngang để xem hết.</p><div class="scroll" role="region" aria-label="Người dùng" tabindex="0"><table><caption>{{count}}</caption><thead><tr><th scope="col">Họ tên</th><th scope="col">Vai trò</th><th scope="col">Tổ, xã</th><th scope="col">Mã 6 số</th><th scope="col">Vào lần cuối</th></tr></thead><tbody>
        {{#people}}<tr><th scope="row"><a href="/nhan-su/{{id}}">{{name}}</a><br><span class="small soft">{{login}}</span></th><td>{{role}}{{#locked}}<br><b>Đang khóa</b>{{/locked}}{{#restricted}}<br><span class="small">xem được việc giữ kín</span>{{/restricted}}</td><td>{{place}}</td><td>{{factor}}</td><td class="num">{{seen}}</td></tr>
        {{/people}}</tbody></table></div>
        """#

    static let person = #"""
        <div class="page stack"><p><a class="back" href="/nhan-su">‹ Người dùng</a></p>
        <h1>{{name}}</h1>
        {{#done}}<div class="notice notice--done" role="status"><p><b>{{done}}</b></p></div>{{/done}}
        {{#locked}}<div class="notice notice--risk"><p><b>Đang khóa.</b> Người này không đăng nhập được.</p></div>{{/locked}}
        <dl class="facts"><dt>Tên đăng nhập</dt><dd>{{login}}</dd><dt>Vai trò</dt><dd>{{role}}</dd><dt>Tổ, xã</dt><dd>{{place}}</dd><dt>Việc giữ kín</dt><dd>{{restricted}}</dd><dt>Mã 6 số</dt><dd>{{factor}}</dd><dt>Vào lần cuối</dt><dd>{{seen}}</dd><dt>Đang đăng nhập</dt><dd>{{sessions}}</dd></dl>
        {{#cannot}}<p>{{cannot}}</p>{{/cannot}}
        {{#can}}<p class="row-of"><a class="button button--second" href="/nhan-su/{{id}}/sua">Đổi vai trò, tổ</a></p>
        {{#deeds}}<form class="far" action="/nhan-su/{{id}}/{{way}}" method="post"><input type="hidden" name="ma" value="{{code}}"><p><button class="button button--second">{{label}}</button></p><p class="hint">{{hint}}</p></form>
        {{/deeds}}{{/can}}</div>
        """#

    static let personForm = #"""
        {{>errors}}<form class="page stack" action="{{action}}" method="post" novalidate><p><a class="back" href="{{back}}">‹ Quay lại</a></p>
        <h1>{{heading}}</h1><input type="hidden" name="ma" value="{{code}}">
        <div class="field"><label for="ho-ten">Họ tên</label><input class="wide" type="text" id="ho-ten" name="ho-ten" value="{{name}}" maxlength="100" autocomplete="off"></div>
        <div class="field"><label for="xung">Xưng hô</label><select id="xung" name="xung">{{#titles}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/titles}}</select></div>
        <div class="field"><label for="ten">Tên đăng nhập</label><p class="hint" id="ten-giup">Chữ thường không dấu và số, ví dụ: hanh</p><input type="text" id="ten" name="ten" value="{{login}}" maxlength="40" autocapitalize="none" spellcheck="false" autocomplete="off" aria-describedby="ten-giup"></div>
        <fieldset id="vai"><legend>Vai trò</legend>
        {{#roles}}<div class="choice"><input type="radio" id="vai-{{value}}" name="vai" value="{{value}}"{{#chosen}} checked{{/chosen}}><label for="vai-{{value}}">{{label}}</label></div>
        {{/roles}}</fieldset>
        {{#communes}}<fieldset id="xa"><legend>Xã</legend>
        {{#list}}<div class="choice"><input type="checkbox" id="xa-{{value}}" name="xa" value="{{value}}"{{#chosen}} checked{{/chosen}}><label for="xa-{{value}}">{{label}}</label></div>
        {{/list}}</fieldset>{{/communes}}{{#commune}}<input type="hidden" name="xa" value="{{commune}}">{{/commune}}
        <fieldset id="to"><legend>Tổ</legend>
        {{#units}}<div class="choice"><input type="checkbox" id="to-{{id}}" name="to" value="{{value}}"{{#chosen}} checked{{/chosen}}><label for="to-{{id}}">{{label}}</label></div>
        {{/units}}</fieldset>
        {{#private}}<div class="choice"><input type="checkbox" id="kin" name="kin" value="1"{{#chosen}} checked{{/chosen}}><label for="kin">Xem được việc giữ kín</label></div>{{/private}}
        <p class="soft">{{then}}</p>
        <p><button class="button">{{save}}</button></p></form>
        """#

    /// Shown once: the address stands in no list and in no history of the browser.
    static let personLink = #"""
        <div class="page stack"><h1>{{heading}}</h1>
        <div class="notice notice--done" role="status"><p><b>Đưa đường dẫn này cho {{person}}.</b> Chỉ hiện một lần, dùng được một lần, trong {{hours}} giờ.</p></div>
        <p><b class="secret" id="duong-dan">{{link}}</b></p>
        <p class="soft">{{then}} Đừng gửi qua nhóm chat. Đường dẫn cũ của {{person}} không dùng được nữa.</p>
        <p><a class="button button--second" href="/nhan-su/{{id}}">Xong</a></p></div>
        """#
}
