/// The list of what waits.
extension Templates {
    static let siren = #"""
        <div id="khan-cap" data-live>{{#untaken}}<section class="siren siren--on" aria-labelledby="khan-{{id}}" data-alarm="{{id}}">
        <div>
        <h2 id="khan-{{id}}">Khẩn cấp, chưa ai nhận · nhắn lúc {{at}}</h2>
        {{#question}}<p class="siren__words">“{{question}}”</p>{{/question}}
        <p class="small">{{name}} <span class="num">{{tail}}</span> · {{about}}. {{phone}}{{#phoneTail}} <span class="num">{{phoneTail}}</span>{{/phoneTail}}{{alert}}</p>
        </div>
        <form class="siren__do" action="/viec/{{id}}/nhan" method="post"><input type="hidden" name="ma" value="{{code}}"><button class="button button--alarm">Nhận việc này</button></form>
        </section>{{/untaken}}{{#taken}}<div class="siren"><p><a href="/viec/{{id}}">Khẩn cấp: {{name}} <span class="num">{{tail}}</span></a>. {{holder}} nhận lúc {{at}}.</p></div>{{/taken}}{{#calm}}<div class="siren"><p>Không có việc khẩn cấp. {{calm}}</p></div>{{/calm}}</div>
        """#

    static let queueRows = #"""
        <div id="danh-sach" data-live="rows">{{#hasRows}}<ol class="rows">{{#rows}}<li class="row{{#promise.kind}} row--{{promise.kind}}{{/promise.kind}}{{#closed}} row--closed{{/closed}}" data-key="{{id}}">
        <p class="promise{{#promise.kind}} promise--{{promise.kind}}{{/promise.kind}}"><b>{{promise.main}}</b> <span>{{promise.beside}}</span></p>
        <div><div class="row__top"><h3><a href="/viec/{{id}}">{{name}} <span class="num">{{tail}}</span></a>{{#fresh}} <span class="badge">{{fresh}} tin mới</span>{{/fresh}}</h3> <p class="row__about">{{about}}</p></div>
        <p class="row__words">{{sign}}{{#question}}“{{question}}”{{/question}}{{instead}}</p></div>
        <p class="row__who">{{holder}}{{#here}}<br><span class="here">{{here}}</span>{{/here}}</p>
        </li>{{/rows}}</ol>{{/hasRows}}{{^hasRows}}<div class="card"><p><b>{{empty}}</b> {{then}}</p></div>{{/hasRows}}
        <p class="soft small far-card">{{summary}}</p>
        {{#next}}<nav class="pages" aria-label="Các trang của danh sách"><a href="{{next}}">Trang sau ›</a></nav>{{/next}}</div>
        """#

    static let queue = #"""
        <div class="page-head"><h1 id="so-viec" data-live>{{heading}}</h1><p class="soft small" role="status" id="cap-nhat" data-live>Cập nhật lúc {{updated}}</p></div>
        {{>siren}}
        <div class="tools tools--tabs">
        <nav class="tabs" aria-label="Chọn danh sách" id="cac-muc" data-live><ul>
        {{#tabs}}<li><a href="{{href}}"{{#current}} aria-current="page"{{/current}}>{{label}}{{#count}} <span class="count">{{count}}</span>{{/count}}</a></li>
        {{/tabs}}</ul></nav>
        <details><summary>Lọc bớt</summary>
        <form class="filters" action="/viec" method="get">
        <input type="hidden" name="muc" value="{{list}}">
        {{#filters}}<div class="field"><label for="loc-{{name}}">{{label}}</label><select id="loc-{{name}}" name="{{name}}"><option value="">Tất cả</option>{{#options}}<option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{label}}</option>{{/options}}</select></div>
        {{/filters}}<button class="button button--second">Lọc</button>
        </form></details>
        </div>
        {{#hasTags}}<p class="row-of">{{#tags}}<a class="tag" href="{{href}}"><span class="hidden">Bỏ lọc </span>{{label}} <span aria-hidden="true">✕</span></a> {{/tags}}<span class="soft">{{filtered}}</span></p>{{/hasTags}}
        <p id="viec-moi" hidden><button type="button" class="tag">Hiện ra</button></p>
        <h2 class="hidden">Danh sách, việc gấp đứng trước</h2>
        {{>queueRows}}
        """#
}
