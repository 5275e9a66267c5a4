/// Dossiers: finding one, its history, a change by hand, and taking a table in.
extension Templates {
    static let dossiers = #"""
        <h1>Hồ sơ</h1>
        {{#done}}<div class="notice notice--done far-card" role="status"><p><b>{{done}}</b></p></div>{{/done}}
        <form class="filters far-card" action="/ho-so" method="get" role="search"><div class="field{{#fault}} field--error{{/fault}}"><label for="q">Mã hồ sơ trên giấy biên nhận</label>{{#fault}}<p class="field__error" id="q-loi">{{fault}}</p>{{/fault}}<input type="search" id="q" name="q" value="{{query}}" autocomplete="off"{{#fault}} aria-describedby="q-loi"{{/fault}}></div>{{#communes}}<div class="field"><label for="xa">Xã</label><select id="xa" name="xa">{{#list}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/list}}</select></div>{{/communes}}<button class="button">Tìm hồ sơ</button></form>
        {{#portal}}<div class="notice far-card"><p>{{portal}}</p></div>{{/portal}}
        {{#isOwn}}<section class="card far-card stack"><h2>Nhập từ một cửa</h2>{{#last}}<p>{{last}}</p>{{/last}}{{#isEmpty}}<p>Sổ còn trống: bà con hỏi hồ sơ thì máy chuyển cho cán bộ. Nhập tệp xuất từ phần mềm một cửa để máy trả lời được.</p>{{/isEmpty}}
        <p><a class="button button--second" href="{{importPath}}">Nhập tệp hồ sơ</a></p></section>{{/isOwn}}
        """#

    static let dossier = #"""
        <p><a class="back" href="{{back}}">‹ Hồ sơ</a></p>
        <h1>{{heading}}</h1>
        {{#done}}<div class="notice notice--done far-card" role="status"><p><b>{{done}}</b></p></div>{{/done}}
        {{#portal}}<div class="notice far-card"><p>{{portal}}</p></div>{{/portal}}
        <section class="card far-card stack"><h2>{{name}}</h2>
        <dl class="facts"><dt>Trạng thái</dt><dd><b>{{state}}</b>{{#local}} ({{local}}){{/local}}{{#late}} · <b>{{late}}</b>{{/late}}</dd>{{#received}}<dt>Tiếp nhận</dt><dd>{{received}}</dd>{{/received}}{{#promised}}<dt>Hẹn trả</dt><dd>{{promised}}</dd>{{/promised}}{{#newDate}}<dt>Hẹn lại</dt><dd>{{newDate}}</dd>{{/newDate}}{{#finished}}<dt>Xong ngày</dt><dd>{{finished}}</dd>{{/finished}}{{#reason}}<dt>Lý do</dt><dd>{{reason}}</dd>{{/reason}}<dt>Điện thoại đã đăng ký</dt><dd>{{phone}}</dd><dt>Số liệu lúc</dt><dd>{{confirmed}}</dd></dl>
        <p>{{followers}}</p>{{#change}}<p><a class="button button--second" href="{{change}}">Đổi trạng thái bằng tay</a></p>{{/change}}</section>
        <section class="far" aria-labelledby="qua-trinh"><h2 id="qua-trinh">Quá trình</h2>
        {{#hasEvents}}<ol class="hits">{{#events}}<li><h3>{{at}}</h3><p>{{what}}</p><p class="soft small">{{who}} · {{told}}</p></li>
        {{/events}}</ol>{{/hasEvents}}{{^hasEvents}}<p>Từ khi vào sổ hồ sơ này chưa có thay đổi.</p>{{/hasEvents}}</section>
        """#

    static let dossierForm = #"""
        {{>errors}}<form class="page stack" action="{{action}}" method="post" novalidate><p><a class="back" href="{{back}}">‹ Hồ sơ {{number}}</a></p>
        <h1>{{heading}}</h1><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="xa" value="{{commune}}"><input type="hidden" name="thay" value="{{seen}}">
        <p><b>{{name}}</b>, đang là “{{now}}”. {{followers}}</p>
        <div class="field{{#wrongState}} field--error{{/wrongState}}"><label for="trang-thai">Trạng thái mới</label>{{#wrongState}}<p class="field__error" id="trang-thai-loi">{{wrongState}}</p>{{/wrongState}}<select id="trang-thai" name="trang-thai"{{#wrongState}} aria-describedby="trang-thai-loi"{{/wrongState}}>{{#states}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/states}}</select></div>
        <div class="field{{#wrongReason}} field--error{{/wrongReason}}"><label for="ly-do">Lý do</label><p class="hint" id="ly-do-giup">Bà con đọc 60 ký tự đầu. Ví dụ: Thiếu bản sao quyết định ly hôn</p>{{#wrongReason}}<p class="field__error" id="ly-do-loi">{{wrongReason}}</p>{{/wrongReason}}<input class="wide" type="text" id="ly-do" name="ly-do" value="{{reason}}" maxlength="300" autocomplete="off" aria-describedby="ly-do-giup{{#wrongReason}} ly-do-loi{{/wrongReason}}"></div>
        <div class="field{{#wrongDate}} field--error{{/wrongDate}}"><label for="ngay">Ngày hẹn mới</label><p class="hint" id="ngay-giup">Để trống nếu không hẹn lại.</p>{{#wrongDate}}<p class="field__error" id="ngay-loi">{{wrongDate}}</p>{{/wrongDate}}<input type="date" id="ngay" name="ngay" value="{{newDate}}" aria-describedby="ngay-giup{{#wrongDate}} ngay-loi{{/wrongDate}}"></div>
        {{#preview}}<input type="hidden" name="da-xem" value="{{mark}}"><section class="card stack" role="status"><h2>Sẽ đổi</h2><p>{{what}}</p>{{#text}}<p>Người theo dõi sẽ đọc:</p><p class="words">{{text}}</p>{{/text}}{{#quiet}}<p class="soft">{{quiet}}</p>{{/quiet}}</section>
        <div class="row-of"><button class="button" name="buoc" value="ghi">{{label}}</button><button class="button button--second" name="buoc" value="xem">Xem lại</button></div>{{/preview}}
        {{#isFirst}}<p><button class="button" name="buoc" value="xem">Xem trước khi đổi</button></p><p class="hint">Chưa ghi gì và chưa nhắn ai.</p>{{/isFirst}}</form>
        """#

    static let dossierTable = #"""
        {{>errors}}<form class="page stack" action="/ho-so/nhap" method="post" enctype="multipart/form-data" novalidate><p><a class="back" href="{{back}}">‹ Hồ sơ</a></p>
        <h1>{{heading}}</h1><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="xa" value="{{commune}}">
        <ol class="plain-list"><li>Trong phần mềm một cửa, xuất danh sách hồ sơ ra Excel.</li><li>Mở bằng Excel, chọn Lưu thành, kiểu “CSV UTF-8”.</li><li>Chọn tệp vừa lưu ở đây. Máy cho xem trước, chưa ghi gì.</li></ol>
        <div class="field{{#fault}} field--error{{/fault}}"><label for="tep">Tệp hồ sơ</label><p class="hint" id="tep-giup">Cần có các cột Mã hồ sơ, Tên thủ tục, Trạng thái. Nhiều nhất {{megabytes}} MB.</p>{{#fault}}<p class="field__error" id="tep-loi">{{fault}}</p>{{/fault}}<input class="wide" type="file" id="tep" name="tep" accept=".csv,.txt,.tsv,text/csv,text/plain" aria-describedby="tep-giup{{#fault}} tep-loi{{/fault}}"></div>
        <p><button class="button">Xem trước</button></p></form>
        """#

    static let dossierPreview = #"""
        <p><a class="back" href="{{back}}">‹ Chọn tệp khác</a></p>
        <h1>{{heading}}</h1><p class="soft small">Tệp “{{name}}”, {{communeName}}. Chưa ghi gì.</p>
        {{#isWrong}}<section class="notice notice--alarm far-card stack" role="alert"><h2>Sửa trong tệp rồi chọn lại</h2><ul class="plain-list">{{#faults}}<li>{{#place}}<b>{{place}}:</b> {{/place}}{{words}}</li>
        {{/faults}}</ul>{{#moreFaults}}<p>{{moreFaults}}</p>{{/moreFaults}}</section>{{/isWrong}}
        {{#outcome}}<section class="card far-card stack"><h2>Nhập xong thì</h2><p>{{outcome}}</p><p>{{told}}</p>
        {{#token}}<form action="/ho-so/nhap/ghi" method="post"><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="xa" value="{{commune}}"><input type="hidden" name="tep" value="{{token}}"><button class="button">{{label}}</button></form>{{/token}}</section>{{/outcome}}
        {{#hasRemarks}}<section class="notice notice--risk far-card stack"><h2>Nên xem lại</h2><ul class="plain-list">{{#remarks}}<li>{{#place}}<b>{{place}}:</b> {{/place}}{{words}}</li>
        {{/remarks}}</ul></section>{{/hasRemarks}}
        {{#hasRows}}<section class="far" aria-labelledby="dong-dau"><h2 id="dong-dau">{{caption}}</h2><p class="hint narrow-only">Kéo ngang để xem hết.</p><div class="scroll" role="region" aria-label="Các dòng đầu của tệp" tabindex="0"><table class="table-wide"><caption class="hidden">{{caption}}</caption><thead><tr><th scope="col">Dòng</th><th scope="col">Mã hồ sơ</th><th scope="col">Thủ tục</th><th scope="col">Trạng thái</th><th scope="col">Hẹn trả</th><th scope="col">Điện thoại</th>{{#outcome}}<th scope="col">So với sổ</th>{{/outcome}}</tr></thead><tbody>{{#rows}}<tr><td class="num">{{line}}</td><th scope="row" class="num">{{number}}</th><td>{{name}}</td><td>{{state}}</td><td class="num">{{due}}</td><td class="num">{{phone}}</td>{{#change}}<td>{{change}}</td>{{/change}}</tr>{{/rows}}</tbody></table></div></section>{{/hasRows}}
        """#
}
