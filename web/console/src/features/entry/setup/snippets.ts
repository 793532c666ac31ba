/** Code that really sends the first event, for a page and for a server; both speak the wire of docs/architecture.md. */
export const webSnippet = (host: string, key: string): string => `<script>
!function(s,d,i){
  i=s.kith_id||(s.kith_id=Date.now().toString(36)+Math.random().toString(36).slice(2));
  navigator.sendBeacon('${host}/v1/page',JSON.stringify({
    writeKey:'${key}',anonymousId:i,
    context:{page:{url:location.href,path:location.pathname,title:d.title,referrer:d.referrer}}
  }))
}(localStorage,document)
</script>`;

export const serverSnippet = (host: string, key: string): string => `curl -u ${key}: ${host}/v1/track \\
  -H 'Content-Type: application/json' \\
  -d '{"userId":"u-1","event":"Signed up"}'`;
