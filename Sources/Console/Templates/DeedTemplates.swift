/// What can be done with a matter beside answering it, each on a page of its own.
extension Templates {
    static let handOver = #"""
        {{>errors}}<form class="page stack" action="/viec/{{id}}/chuyen" method="post" novalidate><p><a class="back" href="/viec/{{id}}">‹ Quay lại</a></p>
        <h1>Chuyển việc của {{to}}</h1><input type="hidden" name="ma" value="{{code}}">
        <fieldset id="cho"><legend>Chuyển cho ai?</legend>
        {{#targets}}<div class="choice"><input type="radio" id="cho-{{value}}" name="cho" value="{{value}}"><label for="cho-{{value}}">{{label}}</label></div>
        {{/targets}}</fieldset>
        <p class="soft">Bà con không nhận tin nào. Giờ hẹn giữ nguyên.</p>
        <button class="button">Chuyển</button></form>
        """#

    static let snooze = #"""
        {{>errors}}<form class="page stack" action="/viec/{{id}}/hen-lai" method="post" novalidate><p><a class="back" href="/viec/{{id}}">‹ Quay lại</a></p>
        <h1>Hẹn lại việc của {{to}}</h1><input type="hidden" name="ma" value="{{code}}">
        <p>Việc này sẽ tự hiện lại đúng lúc {{you}} chọn.{{#latest}} Chọn trước {{latest}}, là giờ đã hẹn với bà con.{{/latest}}</p>
        {{#choices}}<fieldset id="luc"><legend>Hiện lại lúc nào?</legend>{{#list}}<div class="choice"><input type="radio" id="luc-{{value}}" name="luc" value="{{value}}"><label for="luc-{{value}}">{{label}}</label></div>
        {{/list}}<div class="choice"><input type="radio" id="luc-khac" name="luc" value="khac"><label for="luc-khac">Lúc khác, ghi ở dưới</label></div></fieldset>{{/choices}}
        <div class="row-of"><div class="field{{#wrong}} field--error{{/wrong}}"><label for="ngay">Ngày</label><input class="short" type="text" id="ngay" name="ngay" inputmode="numeric" value="{{day}}" aria-describedby="ngay-giup"><p class="hint" id="ngay-giup">Ví dụ 27/11</p></div>
        <div class="field"><label for="gio">Giờ</label><input class="short" type="text" id="gio" name="gio" inputmode="numeric" value="{{clock}}" aria-describedby="gio-giup"><p class="hint" id="gio-giup">Ví dụ 8:00</p></div></div>
        <button class="button">Hẹn lại</button></form>
        """#

    static let note = #"""
        {{>errors}}<form class="page stack" action="/viec/{{id}}/ghi-chu" method="post" novalidate><p><a class="back" href="/viec/{{id}}">‹ Quay lại</a></p>
        <h1>Ghi chú về {{to}}</h1><input type="hidden" name="ma" value="{{code}}">
        <div class="field"><label for="chu-thich">Ghi chú</label><p class="hint" id="chu-thich-giup">Chỉ cán bộ thấy. Bà con không nhận được.</p><textarea id="chu-thich" name="ghi" rows="4" maxlength="2000" aria-describedby="chu-thich-giup">
        {{text}}</textarea></div>
        <button class="button">Lưu ghi chú</button></form>
        <form class="page stack far" action="/viec/{{id}}/ten" method="post"><input type="hidden" name="ma" value="{{code}}"><div class="field"><label for="ten-goi">Gọi người này là</label><p class="hint" id="ten-giup">Ví dụ: bà Lan. Để trống thì chỉ hiện số.</p><input type="text" id="ten-goi" name="ten" value="{{name}}" maxlength="60" aria-describedby="ten-giup" autocomplete="off"></div>
        {{#hamlets}}<div class="field"><label for="thon">Người này ở thôn nào</label><p class="hint" id="thon-giup">Để lọc việc và báo cáo theo thôn. Hỏi bà con rồi hãy ghi.</p><select id="thon" name="thon" aria-describedby="thon-giup"><option value="">Chưa biết</option>{{#list}}<option value="{{label}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/list}}</select></div>{{/hamlets}}
        <p><button class="button button--second">Lưu{{^hamlets}} tên{{/hamlets}}{{#hamlets}} tên và thôn{{/hamlets}}</button></p></form>
        """#

    static let close = #"""
        {{>errors}}<form class="page stack" action="/viec/{{id}}/dong" method="post" novalidate><p><a class="back" href="/viec/{{id}}">‹ Quay lại trả lời</a></p>
        <h1>Đóng việc của {{to}}?</h1><input type="hidden" name="ma" value="{{code}}">
        <p>{{unanswered}} Mở lại lúc nào cũng được.</p>
        <fieldset id="vi-sao"><legend>Vì sao đóng?</legend>
        {{#reasons}}<div class="choice"><input type="radio" id="vi-{{value}}" name="vi" value="{{value}}"><label for="vi-{{value}}">{{label}}</label></div>
        {{/reasons}}</fieldset>
        <p class="row-of"><button class="button button--alarm">Đóng, không nhắn gì</button> <a class="more" href="/viec/{{id}}">Quay lại trả lời</a></p></form>
        """#

    static let numbers = #"""
        <div class="page stack"><p><a class="back" href="/viec/{{id}}">‹ Quay lại</a></p>
        <h1>Số căn cước trong tin của {{to}}</h1>
        {{^shown}}<form class="card stack" action="/viec/{{id}}/so" method="post"><input type="hidden" name="ma" value="{{code}}"><p>Bấm nút để hiện đủ số trong tin. Nhật ký ghi tên {{you}} và giờ xem.</p><p><button class="button">Hiện đủ số</button></p></form>{{/shown}}
        {{#shown}}<div class="card stack" data-mask="600"><p class="soft small">Đã ghi: {{me}} xem số lúc {{at}}. Trang này che số lại sau 10 phút.</p>
        {{#isEmpty}}<p>Không còn tin nào có số bị che.</p>{{/isEmpty}}<ol class="plain-list">{{#list}}<li><p class="soft small">{{at}}</p><p class="words">{{text}}</p></li>
        {{/list}}</ol></div>{{/shown}}
        </div>
        """#

    static let call = #"""
        <div class="page stack"><p><a class="back" href="/viec/{{id}}">‹ Quay lại</a></p>
        <h1>Gọi lại {{to}}</h1>
        {{^number}}<form class="card stack" action="/viec/{{id}}/goi" method="post"><input type="hidden" name="ma" value="{{code}}"><p>Bấm nút để hiện đủ số. Nhật ký ghi tên {{you}} và giờ xem.</p><p><button class="button">Hiện số để gọi</button></p></form>{{/number}}
        {{#number}}<form class="card stack" action="/viec/{{id}}/goi-xong" method="post" data-mask="600"><input type="hidden" name="ma" value="{{code}}"><p>Số của {{person}}: {{#tel}}<a class="more" href="tel:{{tel}}"><b class="num">{{number}}</b></a>{{/tel}}{{^tel}}<b class="num">{{number}}</b>{{/tel}}</p><p class="soft small">Đã ghi: {{me}} xem số lúc {{at}}. Trang này che số lại sau 10 phút.</p>
        <fieldset><legend>Gọi xong rồi thì sao?</legend>
        {{#outcomes}}<div class="choice"><input type="radio" name="sao" id="sao-{{value}}" value="{{value}}"><label for="sao-{{value}}">{{label}}</label></div>
        {{/outcomes}}</fieldset>
        <p><button class="button">Ghi lại cuộc gọi</button></p></form>{{/number}}
        </div>
        """#
}
