import sys, time, tempfile, shutil
from pathlib import Path
import events, programs
from programs import *
C=int(sys.argv[2]) if len(sys.argv)>2 else 256
S=int(sys.argv[3]) if len(sys.argv)>3 else 5
what=sys.argv[1]
f=Path('/tmp/h-bench/quick'); shutil.rmtree(f,ignore_errors=True); f.mkdir()
log=f/'log'
N=200000
events.write(f/'b',N,'%x'%int(time.time()),lambda n:n//3)
if 'a' in what:
    with bare(log) as b: r=wrk(b.url,C,S,f/'b',0,N); print('bare %.0f/s cpu %.0f us'%(r['answered']/r['seconds'],b.cpu_seconds()/r['answered']*1e6))
with provider(log) as p:
    i=Installation(f/'g',p.port)
    if 'b' in what:
        with i.gateway(log,'--accept-only') as g:
            r=wrk(g.url,C,S,f/'b',0,N); print('accept %.0f/s'%(r['answered']/r['seconds']),'p50 %d p99 %d'%(r['p50'],r['p99']),g.peak_megabytes(),g.cpu_seconds()/r['answered']*1e6)
    if 'c' in what:
        i=Installation(f/'g2',p.port)
        with i.gateway(log) as g:
            d0=delivered(p); t=time.time(); r=wrk(g.url,C,S,f/'b',0,N)
            d1=delivered(p)-d0; t1=time.time()-t
            c1=g.cpu_seconds()
            last=(0,time.time())
            while True:
                d=delivered(p)-d0
                if d>=r['answered'] or (d==last[0] and time.time()-last[1]>5): break
                if d!=last[0]: last=(d,time.time())
                time.sleep(.05)
            t2=last[1]-t if d<r['answered'] else time.time()-t
            print('way in wrk %.0f/s accept %.0f/s'%(d1/t1,r['answered']/r['seconds']),'delivered',d,'overall %.0f/s'%(d/t2),'drain %.0f/s'%((d-d1)/(t2-t1) if t2>t1 else 0),g.peak_megabytes(),'cpu us/msg',g.cpu_seconds()/max(d,1)*1e6)
            n=d
        print('bytes/msg',i.bytes()/n)
print(log.read_text()[-500:])
