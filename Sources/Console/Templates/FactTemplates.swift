/// What the machine tells of procedures, and confirming it.
extension Templates {
    static let facts = #"""
        <h1>{{heading}}</h1>
        <form class="filters far-card" action="/du-kien" method="get" role="search"><div class="field"><label for="q">Tìm thủ tục</label><input type="search" id="q" name="q" value="{{query}}" autocomplete="off"></div>{{#communes}}<div class="field"><label for="xa">Xã</label><select id="xa" name="xa">{{#list}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/list}}</select></div>{{/communes}}<button class="button button--second">Tìm</button></form>
        {{#isEnding}}<section aria-labelledby="sap-het-han"><h2 id="sap-het-han">{{endingHeading}}</h2><p class="soft small">Quá ngày này máy nói kèm “theo quy định đến ngày …, xã đang kiểm tra”. Quá nửa năm thì máy thôi nói, chuyển cho cán bộ.</p>
        <p class="hint narrow-only">Kéo ngang để xem hết.</p><div class="scroll" role="region" aria-label="Mục sắp hết hạn" tabindex="0"><table><caption class="hidden">Mục sắp hết hạn, gần nhất ở trên</caption><thead><tr><th scope="col">Thủ tục</th><th scope="col">Mục</th><th scope="col">Hết hạn</th></tr></thead><tbody>{{#ending}}<tr><th scope="row"><a href="{{href}}">{{name}}</a></th><td>{{kinds}}</td><td>{{end}}</td></tr>{{/ending}}</tbody></table></div>{{#moreEnding}}<p class="soft small">{{moreEnding}}</p>{{/moreEnding}}</section>{{/isEnding}}
        <section class="far" aria-labelledby="thu-tuc"><h2 id="thu-tuc">{{found}}</h2><ul class="hits">{{#procedures}}<li><h3><a href="{{href}}">{{name}}</a></h3><p class="soft small">{{about}}</p></li>
        {{/procedures}}</ul></section>
        """#

    static let procedure = #"""
        <p><a class="back" href="{{back}}">‹ Thông tin thủ tục</a></p>
        <h1>{{heading}}</h1><p class="soft small">{{about}}</p>
        {{#done}}<div class="notice notice--done far-card" role="status"><p><b>{{done}}</b></p></div>{{/done}}
        {{#broken}}<div class="notice notice--alarm far-card"><p><b>Chưa đọc được thông tin xã đã xác nhận.</b> Hãy báo người giữ máy đúng câu này.</p></div>{{/broken}}
        {{#facts}}<section class="card far-card stack"><h2>{{kind}}</h2><p class="words">{{text}}</p>
        <p>{{#isReference}}<b>{{standing}}</b>{{/isReference}}{{^isReference}}{{standing}}{{/isReference}}{{#end}} · {{end}}{{/end}}</p>
        {{#confirmed}}<p class="small"><b>{{confirmed}}</b></p>{{/confirmed}}{{#changed}}<div class="notice notice--risk"><p>{{changed}}</p></div>{{/changed}}
        {{#sources}}<p class="soft small">{{sources}}{{#checked}} · {{checked}}{{/checked}}</p>{{/sources}}
        {{#href}}<div class="row-of"><a class="button button--second" href="{{href}}">{{label}}<span class="hidden">: {{kind}}</span></a>{{#drop}}<form class="inline" action="{{drop}}" method="post"><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="xa" value="{{commune}}"><button class="button button--second">Bỏ xác nhận<span class="hidden">: {{kind}}</span></button></form>{{/drop}}</div>{{/href}}</section>
        {{/facts}}
        """#

    static let factForm = #"""
        {{>errors}}<form class="page stack" action="{{action}}" method="post" novalidate><p><a class="back" href="{{back}}">‹ {{procedure}}</a></p>
        <h1>{{heading}}</h1><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="xa" value="{{commune}}">
        <p>{{standing}}</p>{{#sources}}<p class="soft small">{{sources}}</p>{{/sources}}{{#note}}<p class="soft small">{{note}}</p>{{/note}}
        <div class="field{{#wrongText}} field--error{{/wrongText}}"><label for="cau">Bà con sẽ đọc</label><p class="hint" id="cau-giup">Nhiều nhất {{most}} ký tự. Đúng rồi thì để nguyên.</p>{{#wrongText}}<p class="field__error" id="cau-loi">{{wrongText}}</p>{{/wrongText}}<textarea id="cau" name="cau" rows="5" maxlength="1000" aria-describedby="cau-giup{{#wrongText}} cau-loi{{/wrongText}}">
        {{text}}</textarea></div>
        <div class="field{{#wrongSource}} field--error{{/wrongSource}}"><label for="nguon">Căn cứ</label><p class="hint" id="nguon-giup">Văn bản nào, số mấy, ngày nào. Bà con không đọc ô này.</p>{{#wrongSource}}<p class="field__error" id="nguon-loi">{{wrongSource}}</p>{{/wrongSource}}<input class="wide" type="text" id="nguon" name="nguon" value="{{source}}" maxlength="300" autocomplete="off" aria-describedby="nguon-giup{{#wrongSource}} nguon-loi{{/wrongSource}}"></div>
        <div class="field{{#wrongEnd}} field--error{{/wrongEnd}}"><label for="den">Nói đến hết ngày</label><p class="hint" id="den-giup">Quá ngày này máy không nói chắc chắn nữa, để cán bộ xem lại.</p>{{#wrongEnd}}<p class="field__error" id="den-loi">{{wrongEnd}}</p>{{/wrongEnd}}<input type="date" id="den" name="den" value="{{end}}" aria-describedby="den-giup{{#wrongEnd}} den-loi{{/wrongEnd}}"></div>
        <p><button class="button">Lưu cho {{communeName}}</button></p><p class="hint">Có hiệu lực ngay: máy nói như thông tin chắc chắn, không kèm “tham khảo”. Tên người lưu và ngày lưu được giữ lại.</p></form>
        """#
}
