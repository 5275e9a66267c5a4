/// The ways by which messages come and go, for administrators.
extension Templates {
    static let channels = #"""
        {{>errors}}<h1>Kênh nhắn tin</h1>
        {{#done}}<div class="notice notice--done" role="status"><p><b>{{done}}</b></p></div>{{/done}}
        {{#refused}}<div class="notice notice--risk" role="alert"><p><b>{{refused}}</b></p></div>{{/refused}}
        {{#channels}}<section class="card far-card stack" aria-labelledby="kenh-{{id}}"><h2 id="kenh-{{id}}">{{name}}</h2>
        <p>{{#isBad}}<b class="field__error">{{state}}</b>{{/isBad}}{{^isBad}}<b>{{state}}</b>{{/isBad}}</p>
        <dl class="facts"><dt>Mã kênh</dt><dd>{{id}}, loại {{kind}}</dd><dt>Xã</dt><dd>{{commune}}</dd><dt>Tin vào gần nhất</dt><dd>{{lastIn}}</dd><dt>Tin ra gần nhất</dt><dd>{{lastOut}}</dd><dt>Chờ gửi</dt><dd>{{waiting}}</dd><dt>Không gửi được hôm nay</dt><dd>{{failed}}</dd></dl>
        {{#test}}<form class="findbar" action="/kenh/{{id}}/thu" method="post" novalidate><input type="hidden" name="ma" value="{{code}}"><div class="field{{#wrong}} field--error{{/wrong}}"><label for="so-{{id}}">Số điện thoại nhận tin thử</label>{{#wrong}}<p class="field__error" id="loi-{{id}}">{{wrong}}</p>{{/wrong}}<input type="tel" id="so-{{id}}" name="so" value="{{number}}" autocomplete="off" maxlength="30"{{#wrong}} aria-describedby="loi-{{id}}" aria-invalid="true"{{/wrong}}></div>
        <button class="button button--second">Gửi tin thử{{#cost}} · <span class="num">{{cost}}</span>{{/cost}}</button></form>
        <p class="hint">Điện thoại sẽ hiện:</p><samp class="phone">{{text}}</samp>{{/test}}
        {{^test}}<p class="hint">Kênh này chỉ nhắn được cho người đã nhắn trước, nên không gửi tin thử từ đây.</p>{{/test}}</section>
        {{/channels}}
        <section class="card far-card stack" aria-labelledby="ban-sao"><h2 id="ban-sao">Bản sao dữ liệu</h2>
        {{#copies}}<p>{{#isRed}}<b class="field__error">{{line}}</b>{{/isRed}}{{^isRed}}{{line}}{{/isRed}}</p>
        {{/copies}}<p class="hint">Người giữ máy làm bản sao và diễn tập khôi phục; chữ đỏ là phải báo người đó ngay.</p></section>
        """#
}
