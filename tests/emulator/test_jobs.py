"""Videos at work: many at once, and over restarts."""

import time

import httpx

from conformance.emulator.imagine.policy import VideoPolicy
from conformance.emulator.process import EmulatorProcess

POLICY = VideoPolicy()
CLOCK = "/.well-known/xai-conformance/clock"


def test_many_jobs(alpha):
    """All of them end, each with a video of its own, and each in one file."""
    storage = {"filename": "crowd.mp4", "public_url": True}
    started = [alpha.start(duration=1, storage_options=storage).json()["request_id"] for _ in range(40)]
    videos = [alpha.finished(request_id)["video"] for request_id in started]
    for request_id in started:
        alpha.poll(request_id)

    for found in (
        {video["url"] for video in videos},
        {video["file_output"]["file_id"] for video in videos},
        {video["file_output"]["public_url"] for video in videos},
        set(alpha.named("crowd.mp4")),
    ):
        assert len(found) == 40


class TestRestarts:
    """With a folder."""

    @staticmethod
    def client(emulator):
        """A client of the first team."""
        headers = {"authorization": f"Bearer {emulator.keys['alpha']}"}
        return httpx.Client(base_url=emulator.url, headers=headers, timeout=None)

    @staticmethod
    def ended(http, request_id):
        """The last poll."""
        while (answer := http.get(f"/v1/videos/{request_id}")).status_code == 202:
            time.sleep(0.01)
        return answer.json()

    def test_what_is_done_stays_done(self, tmp_path):
        """At the addresses of the next process; so do images."""
        storage = {"filename": "a.mp4", "public_url": True}
        body = {"prompt": "a", "duration": 1, "storage_options": storage}
        with EmulatorProcess(data=tmp_path) as emulator, self.client(emulator) as http:
            request_id = http.post("/v1/videos/generations", json=body).json()["request_id"]
            done = self.ended(http, request_id)
            image = http.post("/v1/images/generations", json={"prompt": "a"}).json()["data"][0]["url"]
            contents = [http.get(url).content for url in (done["video"]["url"], image)]
            emulator.kill()

        with EmulatorProcess(data=tmp_path) as again, self.client(again) as http:
            after = http.get(f"/v1/videos/{request_id}").json()
            assert str(after).replace(again.url, emulator.url) == str(done)
            video, output = after["video"], after["video"]["file_output"]
            urls = [video["url"], image.replace(emulator.url, again.url)]
            assert [http.get(url).content for url in urls] == contents
            assert http.get(output["public_url"]).content == contents[0]
            http.post(CLOCK, json={"advance": POLICY.job_retention})
            again.kill()

        with EmulatorProcess(data=tmp_path) as last, self.client(last) as http:
            assert http.get(f"/v1/videos/{request_id}").json()["status"] == "expired"
            assert http.get(video["url"].replace(again.url, last.url)).status_code == 404
        assert [path.name for path in (tmp_path / "content").iterdir()] == [output["file_id"]]

    def test_what_is_not_done_is_taken_up_again(self, tmp_path):
        """With its inputs, even if the files that they were are gone; each video is stored once."""
        with EmulatorProcess(data=tmp_path) as emulator, self.client(emulator) as http:
            stored = {"prompt": "a", "storage_options": {"filename": "source.jpg"}}
            answer = http.post("/v1/images/generations", json=stored).json()
            source = answer["data"][0]["file_output"]["file_id"]
            body = {
                "prompt": "a",
                "duration": 15,
                "resolution": "720p",
                "image": {"file_id": source},
                "storage_options": {"filename": "a.mp4"},
            }
            ids = [http.post("/v1/videos/generations", json=body).json()["request_id"] for _ in range(12)]
            assert http.delete(f"/v1/files/{source}").status_code == 200
            emulator.kill()

        with EmulatorProcess(data=tmp_path) as again, self.client(again) as http:
            videos = [self.ended(http, request_id)["video"] for request_id in ids]
            assert {video["duration"] for video in videos} == {15}
            files = {file["id"] for file in http.get("/v1/files").json()["data"]}
            assert files == {video["file_output"]["file_id"] for video in videos}
            assert len(files) == len(ids)
        kept = [path.name for path in (tmp_path / "content").iterdir()]
        assert not any(name.startswith("input-") for name in kept)

    def test_an_orderly_end_in_the_middle(self, tmp_path):
        """Says nothing, and loses nothing."""
        body = {"prompt": "a", "duration": 15, "resolution": "720p"}
        with EmulatorProcess(data=tmp_path) as emulator, self.client(emulator) as http:
            ids = [http.post("/v1/videos/generations", json=body).json()["request_id"] for _ in range(12)]
        assert emulator.log == ""

        with EmulatorProcess(data=tmp_path) as again, self.client(again) as http:
            assert {self.ended(http, request_id)["status"] for request_id in ids} == {"done"}
