/// Finding what was written.
extension Templates {
    static let search = #"""
        <h1>Tìm</h1>
        <form class="findbar" action="/tim" method="get" role="search"><div class="field"><label for="q">Chữ, số điện thoại hoặc mã hồ sơ</label><span class="hint" id="q-giup">Gõ có dấu hay không dấu đều được. Chỉ nhớ 3 số cuối cũng tìm được.</span><input type="search" id="q" name="q" value="{{query}}" aria-describedby="q-giup" autocomplete="off" maxlength="200"></div><button class="button">Tìm</button></form>
        {{#found}}<h2 class="far-card">{{found}}</h2>{{/found}}
        {{#ready}}<p><a class="more" href="{{href}}">{{label}}</a></p>{{/ready}}
        <ol class="hits">{{#hits}}<li><h3>{{#href}}<a href="{{href}}">{{name}} <span class="num">{{tail}}</span></a>{{/href}}{{^href}}{{name}} <span class="num">{{tail}}</span>{{/href}}</h3><p class="words">{{#pieces}}{{#hit}}<mark>{{text}}</mark>{{/hit}}{{^hit}}{{text}}{{/hit}}{{/pieces}}</p><p class="soft small">{{about}}</p>{{#open}}<form action="/tim/mo" method="post"><input type="hidden" name="ma" value="{{code}}"><input type="hidden" name="cuoc" value="{{open}}"><button class="linkish">Mở thành việc của tôi<span class="hidden">: {{name}} {{tail}}</span></button></form>{{/open}}</li>
        {{/hits}}</ol>
        {{#next}}<nav class="pages" aria-label="Các trang kết quả"><a href="{{next}}">Cũ hơn ›</a></nav>{{/next}}
        """#
}
